using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AiSre.Playground.Git;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;

namespace AiSre.Playground.Control;

/// <summary>The levers of the world over HTTP, for people and for benches in another process. Bodies and answers are JSON.</summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static void MapControl(this IEndpointRouteBuilder app, PlaygroundHost playground)
    {
        app.MapGet("/", () => Answer(StateOf(playground)));
        app.MapPut("/registries/{host}", (string host, HttpRequest request) => WithAsync<RegistryChange>(request, change => Set(playground, host, change)));
        app.MapPost("/repositories/{owner}/{name}/commits", (string owner, string name, HttpRequest request) =>
            WithAsync<CommitRequest>(request, commit => Commit(playground, owner, name, commit)));
        app.MapPost("/applications/{name}/sync", (string name) => Do(() => playground.ArgoCd.Sync(name, prune: true)));
        app.MapPost("/applications/{name}/refresh", (string name) => Do(() => playground.ArgoCd.Refresh(name)));
        app.MapPut("/kubernetes", (HttpRequest request) => WithAsync<KubernetesChange>(request, change => Set(playground, change)));
        app.MapPost("/kubernetes/expire-watches", () => Do(playground.ExpireWatches));
        app.MapPost("/kubernetes/expire-token", () => Do(() => playground.Tokens.Expire(playground.ReaderToken)));
        app.MapPost("/kubernetes/restore-token", () => Do(() => playground.Tokens.Restore(playground.ReaderToken, playground.Options.Reader)));
        app.MapPost("/scene/fault", async (HttpContext http) =>
        {
            await playground.Scene.BreakAsync(http.RequestAborted);
            return Results.NoContent();
        });
    }

    private static JsonObject StateOf(PlaygroundHost playground) => new()
    {
        ["scene"] = playground.Options.Scene?.Name,
        ["hasBroken"] = playground.Scene.HasBroken,
        ["kubernetes"] = new JsonObject
        {
            ["address"] = playground.KubernetesAddress.ToString(),
            ["reachable"] = !playground.Conditions.IsUnreachable,
            ["delayMilliseconds"] = playground.Conditions.Delay.TotalMilliseconds,
        },
        ["registries"] = new JsonArray([.. playground.Registries.All.Select(registry => new JsonObject
        {
            ["host"] = registry.Host,
            ["condition"] = registry.Condition.ToString(),
            ["needsCredentials"] = registry.NeedsCredentials,
        })]),
        ["applications"] = new JsonArray([.. playground.Cluster.List(KnownKinds.Application).Select(stored => stored.ToJson()).Select(application => new JsonObject
        {
            ["name"] = application.Text("metadata", "name"),
            ["sync"] = application.Text("status", "sync", "status"),
            ["health"] = application.Text("status", "health", "status"),
            ["revision"] = application.Text("status", "sync", "revision"),
        })]),
    };

    private static IResult Set(PlaygroundHost playground, string host, RegistryChange change)
    {
        var registry = playground.Registries.Add(host);
        registry.Condition = change.Condition ?? registry.Condition;
        registry.NeedsCredentials = change.NeedsCredentials ?? registry.NeedsCredentials;
        foreach (var image in change.Remove ?? [])
        {
            registry.Remove(image);
        }

        foreach (var image in change.Restore ?? [])
        {
            registry.Restore(image);
        }

        return Results.NoContent();
    }

    private static IResult Set(PlaygroundHost playground, KubernetesChange change)
    {
        var conditions = playground.Conditions;
        conditions.Delay = change.DelayMilliseconds is { } delay ? TimeSpan.FromMilliseconds(delay) : conditions.Delay;
        conditions.ExpiredWatchesAnswerWithStatus = change.ExpiredWatchesAnswerWithStatus ?? conditions.ExpiredWatchesAnswerWithStatus;
        if (change.Reachable == true)
        {
            conditions.MakeReachable();
        }
        else if (change.Reachable == false)
        {
            conditions.MakeUnreachable();
        }

        return Results.NoContent();
    }

    private static IResult Commit(PlaygroundHost playground, string owner, string name, CommitRequest commit) =>
        !playground.Repositories.Exists(owner, name)
            ? Problem(404, $"There is no repository {owner}/{name}: create it before you commit to it.")
            : Answer(new()
            {
                ["sha"] = playground.Repositories.Commit(owner, name, commit.Branch ?? "main", commit.Files, commit.Message, GitPerson.Of(commit.Author ?? owner)),
            });

    private static IResult Do(Action action)
    {
        try
        {
            action();
            return Results.NoContent();
        }
        catch (StatusException error)
        {
            return Problem(error.Code, $"{error.Message}: name an application that is there.");
        }
    }

    private static async Task<IResult> WithAsync<T>(HttpRequest request, Func<T, IResult> act)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Format, request.HttpContext.RequestAborted) is { } body
                ? act(body)
                : Problem(400, "The body is empty: send a JSON object.");
        }
        catch (JsonException error)
        {
            return Problem(400, $"The body does not fit ({error.Message.TrimEnd('.')}): correct it.");
        }
    }

    private static IResult Answer(JsonObject body) => Results.Text(body.ToJsonString(Json.Relaxed) + "\n", "application/json");

    private static IResult Problem(int code, string sentence) => Results.Text(sentence + "\n", "text/plain", statusCode: code);
}
