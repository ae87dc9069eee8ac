using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Patching;
using AiSre.Playground.Kubernetes.Selectors;
using AiSre.Playground.Yaml;

namespace AiSre.Playground.GitOps.Rendering.Kustomizing;

/// <summary>The patches of a kustomization: strategic merges by kind and name, or either form on a target.</summary>
internal static class KustomizePatches
{
    /// <param name="read">Reads a file beside the kustomization.</param>
    public static void Apply(JsonObject kustomization, Func<string, string> read, List<KustomizedResource> resources)
    {
        foreach (var entry in kustomization.Texts("patchesStrategicMerge"))
        {
            Apply(entry.Contains('\n', StringComparison.Ordinal) ? entry : read(entry), null, resources);
        }

        foreach (var entry in kustomization.Items("patches").Concat(kustomization.Items("patchesJson6902")))
        {
            Apply(entry.Text("patch") ?? read(entry.Text("path") ?? throw Kustomization.Failed("a patch has neither patch nor path")), entry.Child("target"), resources);
        }
    }

    private static void Apply(string text, JsonObject? target, List<KustomizedResource> resources)
    {
        foreach (var patch in YamlDocuments.Read(text))
        {
            var chosen = resources.Where(resource => target is not null ? Matches(resource, target) : IsNamedBy(resource, patch)).ToList();
            if (chosen.Count == 0)
            {
                throw Kustomization.Failed($"no resource matches the patch {(target ?? patch).ToJsonString(Json.Relaxed)}");
            }

            foreach (var resource in chosen)
            {
                Apply(patch, resource, resources);
            }
        }
    }

    private static void Apply(JsonNode patch, KustomizedResource resource, List<KustomizedResource> resources)
    {
        switch (patch)
        {
            case JsonArray operations:
                JsonPatch.Apply(resource.Json, operations);
                break;
            case JsonObject merge when merge.Text("$patch") == "delete":
                resources.Remove(resource);
                break;
            case JsonObject merge:
                var changes = merge.Copy();

                // The name in the patch may be one of before, and is there to find the object, not to rename it.
                changes.Child("metadata")?.Remove("name");
                StrategicMerge.Patch(resource.Json, changes, isCustom: KnownKinds.All.All(kind => kind.Kind != resource.Kind || kind.IsCustom));
                break;
        }
    }

    private static bool IsNamedBy(KustomizedResource resource, JsonNode patch) =>
        patch.Text("kind") == resource.Kind && resource.IsCalled(patch.Text("metadata", "name") ?? "");

    private static bool Matches(KustomizedResource resource, JsonObject target)
    {
        KeyValuePair<string, string>[] labels = [.. resource.Json.Map("metadata", "labels")];
        return IsLike(target.Text("kind"), resource.Kind)
            && (target.Text("group") is not { Length: > 0 } group || group == resource.Group)
            && (target.Text("name") is not { Length: > 0 } name || resource.IsCalled(name) || IsLike(name, resource.Name))
            && IsLike(target.Text("namespace"), resource.Json.Text("metadata", "namespace") ?? "")
            && LabelSelector.Parse(target.Text("labelSelector")).Matches(labels);
    }

    /// <summary>Targets are regular expressions over the whole word.</summary>
    private static bool IsLike(string? pattern, string text) =>
        string.IsNullOrEmpty(pattern) || Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
