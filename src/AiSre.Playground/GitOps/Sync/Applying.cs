using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Admission;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Patching;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Sync;

/// <summary>Applies manifests as <c>kubectl apply</c> does, with the last manifest remembered on the object.</summary>
internal static class Applying
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Whether the object is not yet what the manifest wants.</summary>
    public static bool WouldChange(StoredObject live, JsonObject target)
    {
        var before = live.ToJson();
        var after = before.Copy();
        Merge(live.Kind, after, target);
        Defaults.Apply(live.Kind, after);
        before.Child("metadata", "annotations")?.Remove(LastApplied);
        after.Child("metadata", "annotations")?.Remove(LastApplied);
        return !JsonNode.DeepEquals(before, after);
    }

    /// <returns>The object, and the word for what happened: created, configured or unchanged.</returns>
    /// <exception cref="StatusException">The cluster refuses.</exception>
    public static (StoredObject Object, string Word) Apply(ClusterStore store, KindDefinition kind, StoredObject? live, JsonObject target)
    {
        if (live is null)
        {
            var manifest = target.Copy();
            Remember(manifest, target);
            return (store.Create(kind, manifest), "created");
        }

        var after = store.Change(kind, live.Namespace, live.Name, WritePart.Object, json =>
        {
            Merge(kind, json, target);
            Remember(json, target);
        });
        return (after, after.ResourceVersion == live.ResourceVersion ? "unchanged" : "configured");
    }

    private static void Merge(KindDefinition kind, JsonObject live, JsonObject target)
    {
        var applied = live.Text("metadata", "annotations", LastApplied) is { } text ? JsonNode.Parse(text) as JsonObject : null;
        StrategicMerge.Apply(live, applied, target, kind.IsCustom);
    }

    private static void Remember(JsonObject obj, JsonObject target) =>
        obj.Ensure("metadata").Ensure("annotations")[LastApplied] = target.ToJsonString(Json.Relaxed) + "\n";
}
