using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Clusters.Managed;
using AiSre.Components.Clusters;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Endpoints;

/// <summary>
/// <c>/api/clusters</c>: the clusters as JSON. <c>GET</c> tells how they are doing; <c>POST</c>, <c>PUT /{name}</c> and <c>DELETE /{name}</c> add, change
/// and remove those that are not of the configuration. Whoever may see the pages may use it; credentials go in and never come out.
/// </summary>
internal static class ClusterEndpoints
{
    private const string Root = "/api/clusters";
    private const long LongestBody = 1L << 20;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static void MapClusters(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Root, async (ClusterListQuery query, CancellationToken cancellationToken) =>
            Results.Json((await query.ReadAsync(cancellationToken)).Clusters, Options));
        endpoints.MapGet(Root + "/{name}", async (string name, ClusterListQuery query, CancellationToken cancellationToken) =>
            (await query.ReadAsync(cancellationToken)).Clusters.FirstOrDefault(cluster => cluster.Name == name) is { } cluster
                ? Results.Json(cluster, Options)
                : Problem(StatusCodes.Status404NotFound, $"There is no cluster {name}."));
        endpoints.MapPost(Root, (HttpContext context, ManagedClusters clusters, CancellationToken cancellationToken) =>
            ChangeAsync(context, null, wish => clusters.AddAsync(wish, Person(context), cancellationToken), StatusCodes.Status201Created, cancellationToken));
        endpoints.MapPut(Root + "/{name}", (string name, HttpContext context, ManagedClusters clusters, CancellationToken cancellationToken) =>
            ChangeAsync(context, name, wish => clusters.ChangeAsync(wish, Person(context), cancellationToken), StatusCodes.Status200OK, cancellationToken));
        endpoints.MapDelete(Root + "/{name}", async (string name, ManagedClusters clusters, CancellationToken cancellationToken) =>
            await clusters.RemoveAsync(name, cancellationToken) is { IsDone: false } refused ? Refused(refused) : Results.NoContent());
    }

    // A page elsewhere can make a browser post a form or plain text here, but no JSON; so nothing else is read.
    private static async Task<IResult> ChangeAsync(
        HttpContext context, string? name, Func<ClusterWish, Task<ClusterChange>> change, int done, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, "A cluster is described in JSON: send it with the content type application/json.");
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LongestBody;
        ClusterBody? body;
        try
        {
            body = await context.Request.ReadFromJsonAsync<ClusterBody>(Options, cancellationToken);
        }
        catch (JsonException)
        {
            // The parser's words may quote credentials.
            return Problem(StatusCodes.Status400BadRequest, "The body is not JSON of the form {\"name\", \"kubeconfig\" or \"kubeconfigPath\" or \"inCluster\", \"context\", \"namespaces\"}.");
        }
        catch (BadHttpRequestException exception)
        {
            return Problem(exception.StatusCode, "The body is too large: a kubeconfig of one context has a few kilobytes.");
        }

        if (body is null || (name ?? body.Name) is not { Length: > 0 } itsName || (name is not null && body.Name is not null && body.Name != name))
        {
            return Problem(StatusCodes.Status400BadRequest, "The cluster has no name, or another one than the address: a cluster's name never changes.");
        }

        if (new[] { body.Kubeconfig is not null, body.KubeconfigPath is not null, body.InCluster == true }.Count(given => given) > 1)
        {
            return Problem(StatusCodes.Status400BadRequest, "The credentials come from more than one place: give one of kubeconfig, kubeconfigPath and inCluster.");
        }

        var outcome = await change(new ClusterWish
        {
            Name = itsName,
            Source = body.InCluster == true ? CredentialSource.InCluster : body.KubeconfigPath is not null ? CredentialSource.KubeconfigFile : CredentialSource.Kubeconfig,
            Kubeconfig = body.Kubeconfig,
            KubeconfigPath = body.KubeconfigPath,
            Context = body.Context,
            Namespaces = body.Namespaces ?? [],
        });
        return outcome.IsDone ? Results.Json(new { name = itsName, check = outcome.Check }, Options, statusCode: done) : Refused(outcome);
    }

    private static IResult Refused(ClusterChange change) => Problem(
        change.Refusal switch
        {
            ClusterRefusal.Taken or ClusterRefusal.Configured => StatusCodes.Status409Conflict,
            ClusterRefusal.Unknown => StatusCodes.Status404NotFound,
            ClusterRefusal.NotReachable => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status400BadRequest,
        },
        change.Reason!);

    private static IResult Problem(int status, string sentence) => Results.Json(new { problem = sentence }, Options, statusCode: status);

    private static string Person(HttpContext context) => context.User.Identity?.Name ?? "unknown";

    private sealed record ClusterBody(string? Name, string? Kubeconfig, string? KubeconfigPath, bool? InCluster, string? Context, string[]? Namespaces);
}
