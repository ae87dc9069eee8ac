using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof;

/// <summary>Lays what the application itself sets over a kustomization's own fields, as Argo CD does with <c>kustomize edit</c>. Pure.</summary>
/// <remarks>Facts: argoproj/argo-cd util/kustomize/kustomize.go. Prefix, suffix and namespace are replaced; images and replicas by their name; the rest is added.</remarks>
internal static class OverriddenKustomization
{
    public static void Apply(JsonObject kustomization, KustomizeSource own)
    {
        foreach (var (field, value) in new[] { ("namePrefix", own.NamePrefix), ("nameSuffix", own.NameSuffix), ("namespace", own.Namespace) })
        {
            if (value.Length > 0)
            {
                kustomization[field] = value;
            }
        }

        foreach (var image in own.Images)
        {
            Put(List(kustomization, "images"), Image(image));
        }

        foreach (var replicas in own.Replicas)
        {
            Put(List(kustomization, "replicas"), new JsonObject { ["name"] = replicas.Name, ["count"] = int.TryParse(replicas.Count, out var count) ? count : throw new SourceRefusedException($"{replicas.Count} replicas of {replicas.Name} are no number; correct spec.source.kustomize.replicas.") });
        }

        Add(kustomization, "components", own.Components.Select(component => (JsonNode)component));
        Add(kustomization, "patches", own.Patches.Select(patch => JsonNode.Parse(patch.GetRawText())!));
        if (own.LabelWithoutSelector && own.CommonLabels.Count > 0)
        {
            Add(kustomization, "labels", [new JsonObject { ["pairs"] = Map(own.CommonLabels), ["includeSelectors"] = false, ["includeTemplates"] = own.LabelIncludeTemplates }]);
        }
        else
        {
            Merge(kustomization, "commonLabels", own.CommonLabels);
        }

        Merge(kustomization, "commonAnnotations", own.CommonAnnotations);
    }

    // name=newName:tag@digest, or newName:tag of the same name.
    private static JsonObject Image(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        var image = KustomizeImageName.Parse(setting[(equals + 1)..]);
        var entry = new JsonObject { ["name"] = equals < 0 ? image.Name : setting[..equals] };
        foreach (var (field, value) in new[] { ("newName", image.Name), ("newTag", image.Tag), ("digest", image.Digest) })
        {
            if (value.Length > 0)
            {
                entry[field] = value;
            }
        }

        return entry;
    }

    private static void Put(JsonArray list, JsonObject entry)
    {
        var known = list.OfType<JsonObject>().FirstOrDefault(one => (string?)one["name"] == (string?)entry["name"]);
        if (known is not null)
        {
            list.Remove(known);
        }

        list.Add((JsonNode)entry);
    }

    private static void Add(JsonObject kustomization, string field, IEnumerable<JsonNode> more)
    {
        foreach (var node in more)
        {
            List(kustomization, field).Add(node);
        }
    }

    private static void Merge(JsonObject kustomization, string field, StringMap more)
    {
        if (more.Count > 0 && kustomization[field] is not JsonObject)
        {
            kustomization[field] = new JsonObject();
        }

        foreach (var (key, value) in more)
        {
            kustomization[field]![key] = value;
        }
    }

    private static JsonArray List(JsonObject kustomization, string field)
    {
        if (kustomization[field] is not JsonArray list)
        {
            kustomization[field] = list = [];
        }

        return list;
    }

    private static JsonObject Map(StringMap values) => new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
