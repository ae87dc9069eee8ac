using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Rendering;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.GitOps.Sync;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Comparison;

/// <summary>Renders an application's source and lays it beside the cluster.</summary>
internal sealed class ApplicationComparer(ClusterStore store, GitSources sources, SourceHydrator hydrator, ManifestRenderer renderer, ResourceTracking tracking, TrackedObjects tracked)
{
    private readonly ConcurrentDictionary<string, (string Key, RenderedManifests Manifests)> rendered = new(StringComparer.Ordinal);

    /// <param name="application">The Application.</param>
    /// <param name="revision">The commit to compare with; null for what the target revision stands for now.</param>
    public async Task<ApplicationComparison> CompareAsync(JsonObject application, string? revision, CancellationToken cancellation)
    {
        var name = application.Text("metadata", "name")!;
        string? sha = null;
        try
        {
            if (DestinationError(application) is { } invalid)
            {
                return new(null, null, [], [("InvalidSpecError", invalid)]);
            }

            var hydration = await hydrator.HydrateAsync(application, cancellation);
            var source = ApplicationSource.Of(application);
            sha = sources.Resolve(source.RepoUrl, revision ?? source.TargetRevision);
            var manifests = await RenderAsync(name, source, sha, cancellation);
            return Compare(application, name, sha, manifests) with { Hydration = hydration };
        }
        catch (SourceException error)
        {
            var live = tracked.Of(name).Select(obj => new ManagedResource(ResourceKey.Of(obj), obj.Kind.ApiVersion, obj.Kind, null, obj, false));
            return new(sha, null, [.. Ordered(live)], [("ComparisonError", $"Failed to load target state: failed to generate manifest for source 1 of 1: {error.Message}")]);
        }
    }

    private async Task<RenderedManifests> RenderAsync(string name, ApplicationSource source, string sha, CancellationToken cancellation)
    {
        var key = $"{sha} {source.Json.ToJsonString()}";
        if (rendered.TryGetValue(name, out var cached) && cached.Key == key)
        {
            return cached.Manifests;
        }

        var manifests = await renderer.RenderAsync(source, sha, cancellation);
        rendered[name] = (key, manifests);
        return manifests;
    }

    private ApplicationComparison Compare(JsonObject application, string name, string sha, RenderedManifests manifests)
    {
        var conditions = new List<(string, string)>();
        var targets = new Dictionary<ResourceKey, (KindDefinition? Kind, JsonObject Manifest)>();
        foreach (var group in manifests.Objects.Select(manifest => Place(application, manifest)).GroupBy(placed => placed.Key))
        {
            if (group.Count() > 1)
            {
                conditions.Add(("RepeatedResourceWarning", $"Resource {group.Key} appeared {group.Count()} times among application resources."));
            }

            var (key, kind, manifest) = group.Last();
            tracking.Mark(manifest, name, key);
            targets[key] = (kind, manifest);
        }

        var wanted = targets.Select(target => Beside(target.Key, target.Value.Kind, target.Value.Manifest));
        var extra = tracked.Of(name).Where(obj => !targets.ContainsKey(ResourceKey.Of(obj)))
            .Select(obj => new ManagedResource(ResourceKey.Of(obj), obj.Kind.ApiVersion, obj.Kind, null, obj, false));
        return new(sha, manifests.SourceType, [.. Ordered(wanted.Concat(extra))], conditions);
    }

    /// <summary>Gives a manifest its namespace: its own, or the application's destination; none where the kind has none.</summary>
    private (ResourceKey Key, KindDefinition? Kind, JsonObject Manifest) Place(JsonObject application, JsonObject rendered)
    {
        var manifest = rendered.Copy();
        var apiVersion = manifest.Text("apiVersion") ?? "";
        var kind = store.Kinds.Find(apiVersion, manifest.Text("kind")!);
        var metadata = manifest.Ensure("metadata");
        if (kind is { IsNamespaced: false })
        {
            metadata.Remove("namespace");
        }
        else
        {
            metadata.Default("namespace", application.Text("spec", "destination", "namespace") ?? "default");
        }

        var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "";
        return (new(group, manifest.Text("kind")!, metadata.Text("namespace") ?? "", metadata.Text("name") ?? ""), kind, manifest);
    }

    private ManagedResource Beside(ResourceKey key, KindDefinition? kind, JsonObject target)
    {
        var live = kind is null ? null : store.Find(kind, key.Namespace, key.Name);
        return new(key, target.Text("apiVersion") ?? "", kind, target, live, live is not null && !Applying.WouldChange(live, target));
    }

    private static IEnumerable<ManagedResource> Ordered(IEnumerable<ManagedResource> resources) =>
        resources.OrderBy(resource => resource.Key.Group, StringComparer.Ordinal).ThenBy(resource => resource.Key.Kind, StringComparer.Ordinal)
            .ThenBy(resource => resource.Key.Namespace, StringComparer.Ordinal).ThenBy(resource => resource.Key.Name, StringComparer.Ordinal);

    private static string? DestinationError(JsonObject application)
    {
        var server = application.Text("spec", "destination", "server");
        var name = application.Text("spec", "destination", "name");
        return (server, name) switch
        {
            (null or "", null or "") => "Destination server missing from app spec",
            ("https://kubernetes.default.svc", null or "") or (null or "", "in-cluster") => null,
            (null or "", _) => $"application destination {{{name} }} is invalid: there are no clusters with this name: {name}",
            _ => $"application destination server '{server}' and namespace do not match any of the clusters known here",
        };
    }
}
