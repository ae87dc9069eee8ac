using System.Globalization;
using AiSre.Playground.Kubernetes.Access;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>Takes every request of the API: who is it, what do they ask for, may they, and then the answer.</summary>
internal sealed partial class KubernetesApi(
    ClusterStore store,
    Tokens tokens,
    ApiConditions conditions,
    DiscoveryHandler discovery,
    OpenApiHandler openApi,
    ReadHandler reads,
    WatchHandler watches,
    WriteHandler writes,
    LogHandler logs,
    TimeProvider time,
    ILogger<KubernetesApi> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        using var cut = conditions.Cut.UnsafeRegister(static state => ((HttpContext)state!).Abort(), http);
        if (conditions.IsUnreachable)
        {
            http.Abort();
            return;
        }

        try
        {
            if (conditions.Delay > TimeSpan.Zero)
            {
                await Task.Delay(conditions.Delay, time, http.RequestAborted);
            }

            await AnswerAsync(http);
        }
        catch (StatusException error)
        {
            await http.WriteAsync(error.ToStatus(), error.Code);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            Log.Failed(logger, error, http.Request.Method, http.Request.Path);
            await http.WriteAsync(StatusException.Internal(error.Message).ToStatus(), 500);
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path is "/healthz" or "/livez" or "/readyz")
        {
            await http.Response.WriteAsync("ok", http.RequestAborted);
            return;
        }

        var identity = tokens.Find(BearerOf(http)) ?? throw StatusException.Unauthorized();
        if (ApiRequest.Parse(http) is not { } request)
        {
            await http.WriteAsync(discovery.Answer(path) ?? openApi.Answer(path) ?? throw StatusException.NoSuchResource());
            return;
        }

        if (!identity.May(request.Verb, request.Group, request.QualifiedResource, request.IsDryRun)
            && !(request.Subresource is not null && identity.May(request.Verb, request.Group, request.Resource, request.IsDryRun)))
        {
            throw StatusException.Forbidden(identity.User, request.Verb, request.Group, request.QualifiedResource,
                request.Resource == "namespaces" ? null : request.Namespace, request.Name);
        }

        if (request is { Group: AccessReviewHandler.Group, Resource: AccessReviewHandler.Resource, Verb: "create" })
        {
            await AccessReviewHandler.ReviewAsync(request, identity);
            return;
        }

        await DispatchAsync(request, store.Kinds.Find(request.Group, request.Version, request.Resource) ?? throw StatusException.NoSuchResource());
    }

    private Task DispatchAsync(ApiRequest request, KindDefinition kind)
    {
        if (kind.IsNamespaced && request.Namespace is null && request.Name is not null)
        {
            throw StatusException.NoSuchResource();
        }

        return (request.Subresource, request.Verb) switch
        {
            ("log", "get") when kind == KnownKinds.Pod => logs.ReadAsync(request),
            ("status", "get") when kind.HasStatus => reads.GetAsync(request, kind),
            ("status", "update") when kind.HasStatus => writes.ReplaceAsync(request, kind),
            ("status", "patch") when kind.HasStatus => writes.PatchAsync(request, kind),
            (not null, _) => throw StatusException.NoSuchResource(),
            (_, "get") => reads.GetAsync(request, kind),
            (_, "list") => reads.ListAsync(request, kind),
            (_, "watch") => watches.WatchAsync(request, kind),
            (_, "create") when request.Name is null => writes.CreateAsync(request, kind),
            (_, "update") when request.Name is not null => writes.ReplaceAsync(request, kind),
            (_, "patch") when request.Name is not null => writes.PatchAsync(request, kind),
            (_, "delete") => writes.DeleteAsync(request, kind),
            (_, "deletecollection") => writes.DeleteCollectionAsync(request, kind),
            _ => throw StatusException.MethodNotAllowed(),
        };
    }

    private static string? BearerOf(HttpContext http)
    {
        const string Scheme = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The playground's Kubernetes API could not answer {Method} {Path}.")]
        public static partial void Failed(ILogger logger, Exception error, string method, string path);
    }
}
