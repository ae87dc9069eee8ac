using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.World.Deployments;

/// <summary>Telling pod templates apart.</summary>
internal static class PodTemplate
{
    /// <summary>What stands in <c>pod-template-hash</c>; the count of collisions makes another one of the same template.</summary>
    public static string Hash(JsonObject template, int? collisions) => RandomNames.Encode(
        Fnv.Hash32(template.ToJsonString() + collisions?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Whether two templates make the same pods: equal but for the hash label.</summary>
    public static bool AreEqual(JsonObject one, JsonObject other) => JsonNode.DeepEquals(WithoutHash(one), WithoutHash(other));

    private static JsonObject WithoutHash(JsonObject template)
    {
        var copy = template.Copy();
        copy.Child("metadata", "labels")?.Remove(Annotations.TemplateHash);
        return copy;
    }
}
