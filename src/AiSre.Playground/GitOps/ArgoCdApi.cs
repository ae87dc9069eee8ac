using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.GitOps.Rendering;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps;

/// <summary>The part of Argo CD's own API that tells what an application comes to at a revision: <c>GET api/v1/applications/NAME/manifests</c>.</summary>
internal sealed class ArgoCdApi(ClusterStore store, GitSources sources, ManifestRenderer renderer, ResourceTracking tracking)
{
    /// <summary>Maps the API below a path. Whoever brings the token may see every application.</summary>
    public static void Map(IEndpointRouteBuilder app, string root, Func<ArgoCdApi> api, string token) =>
        app.MapGet($"{root}/api/v1/applications/{{name}}/manifests", async (string name, HttpRequest request) =>
        {
            // Codes and words are gRPC's, as Argo CD's gateway hands them on.
            if (request.Headers.Authorization != $"Bearer {token}")
            {
                return Error(401, 16, "no session information");
            }

            var space = request.Query["appNamespace"].ToString() is { Length: > 0 } asked ? asked : ArgoCd.Namespace;
            return await api().RenderAsync(space, name, request.Query["revision"].ToString(), request.HttpContext.RequestAborted);
        });

    private async Task<IResult> RenderAsync(string space, string name, string revision, CancellationToken cancellation)
    {
        if (store.Find(KnownKinds.Application, space, name)?.ToJson() is not { } application)
        {
            return Error(403, 7, "permission denied");
        }

        try
        {
            var source = ApplicationSource.Of(application);
            var sha = sources.Resolve(source.RepoUrl, revision.Length > 0 ? revision : source.TargetRevision);
            var rendered = await renderer.RenderAsync(source, sha, cancellation);
            return Results.Json(new JsonObject
            {
                ["manifests"] = new JsonArray([.. rendered.Objects.Select(manifest => JsonValue.Create(Shown(manifest, name, application).ToJsonString()))]),
                ["namespace"] = application.Text("spec", "destination", "namespace"),
                ["server"] = application.Text("spec", "destination", "server"),
                ["revision"] = sha,
                ["sourceType"] = rendered.SourceType,
            });
        }
        catch (SourceException error)
        {
            return Error(500, 2, $"error getting cached app managed resources: {error.Message}");
        }
    }

    // What is applied carries its application's mark, and nobody is shown a Secret.
    private JsonObject Shown(JsonObject manifest, string name, JsonObject application)
    {
        var shown = manifest.Copy();
        var apiVersion = shown.Text("apiVersion") ?? "";
        tracking.Mark(shown, name, new(
            apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "", shown.Text("kind") ?? "",
            shown.Text("metadata", "namespace") ?? application.Text("spec", "destination", "namespace") ?? "", shown.Text("metadata", "name") ?? ""));
        if (shown.Text("kind") == "Secret")
        {
            foreach (var field in (string[])["data", "stringData"])
            {
                foreach (var key in shown.Child(field)?.Select(pair => pair.Key).ToList() ?? [])
                {
                    shown[field]![key] = "++++++++";
                }
            }
        }

        return shown;
    }

    private static IResult Error(int status, int code, string message) =>
        Results.Json(new JsonObject { ["error"] = message, ["code"] = code, ["message"] = message }, statusCode: status);
}
