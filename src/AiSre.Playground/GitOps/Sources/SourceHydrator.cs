using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Rendering;

namespace AiSre.Playground.GitOps.Sources;

/// <summary>
/// Plays Argo CD's source hydrator: renders what people write and commits the result to the branch that is synced.
/// </summary>
/// <remarks>https://argo-cd.readthedocs.io/en/stable/user-guide/source-hydrator/.</remarks>
internal sealed class SourceHydrator(GitSources sources, ManifestRenderer renderer)
{
    private readonly ConcurrentDictionary<string, Hydration> done = new(StringComparer.Ordinal);

    /// <summary>Renders what is new; null where the application has no hydrator.</summary>
    /// <exception cref="SourceException">What people write cannot be had, or does not render.</exception>
    public async Task<Hydration?> HydrateAsync(JsonObject application, CancellationToken cancellation)
    {
        if (ApplicationSource.DryOf(application) is not { } dry)
        {
            return null;
        }

        var (name, sha) = (dry.Application, sources.Resolve(dry.RepoUrl, dry.TargetRevision));
        if (done.TryGetValue(name, out var last) && last.DrySha == sha)
        {
            return last;
        }

        var manifests = await renderer.RenderAsync(dry, sha, cancellation);
        var synced = ApplicationSource.Of(application);

        // JSON is YAML, and one document for each object is what Argo CD writes too.
        var text = string.Concat(manifests.Objects.Select(one => $"---\n{one.ToJsonString(new JsonSerializerOptions { WriteIndented = true })}\n"));
        var hydrated = sources.Commit(synced.RepoUrl, synced.TargetRevision, $"{synced.Path}/manifest.yaml", text, $"Hydrate {sha[..7]}\n");
        return done[name] = new Hydration(sha, hydrated);
    }
}

/// <summary>What was rendered, and where the result is.</summary>
/// <param name="DrySha">The commit that people wrote.</param>
/// <param name="HydratedSha">The commit that has the result.</param>
internal sealed record Hydration(string DrySha, string HydratedSha);
