using System.Collections.Frozen;
using System.Text.Json;

namespace AiSre.Clusters.Schemas;

/// <summary>What a cluster says an object of one kind looks like: the part of its OpenAPI that the kind needs.</summary>
/// <param name="Root">The schema of the object itself.</param>
/// <param name="Definitions">Those that it refers to, by the last part of their reference.</param>
public sealed record ObjectSchema(JsonElement Root, FrozenDictionary<string, JsonElement> Definitions)
{
    /// <summary>Takes the part of an OpenAPI document that a kind needs; null when the document is not about the kind.</summary>
    /// <param name="document">OpenAPI v3 of one group and version, or v2 of all.</param>
    /// <param name="apiVersion">Group and version.</param>
    /// <param name="kind">The kind.</param>
    internal static ObjectSchema? Of(JsonElement document, string apiVersion, string kind)
    {
        var all = document.TryGetProperty("components", out var components) && components.TryGetProperty("schemas", out var schemas) ? schemas
            : document.TryGetProperty("definitions", out var definitions) ? definitions
            : throw new JsonException("There are no schemas in it.");
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        foreach (var member in all.EnumerateObject().Where(member => IsOf(member.Value, group, version, kind)))
        {
            var needed = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            Collect(member.Value, all, needed);

            // Copies: the document itself is several megabytes, and goes.
            return new ObjectSchema(member.Value.Clone(), needed.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Clone(), StringComparer.Ordinal));
        }

        return null;
    }

    internal static string NameOf(string reference) => reference[(reference.LastIndexOf('/') + 1)..];

    private static bool IsOf(JsonElement schema, string group, string version, string kind) =>
        schema.TryGetProperty("x-kubernetes-group-version-kind", out var names) && names.ValueKind == JsonValueKind.Array
        && names.EnumerateArray().Any(name => Is(name, "group", group) && Is(name, "version", version) && Is(name, "kind", kind));

    private static bool Is(JsonElement name, string property, string value) => name.TryGetProperty(property, out var text) && text.ValueEquals(value);

    private static void Collect(JsonElement schema, JsonElement all, Dictionary<string, JsonElement> needed)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in schema.EnumerateObject())
                {
                    if (member.NameEquals("$ref") && member.Value.ValueKind == JsonValueKind.String)
                    {
                        if (NameOf(member.Value.GetString()!) is var name && all.TryGetProperty(name, out var target) && needed.TryAdd(name, target))
                        {
                            Collect(target, all, needed);
                        }
                    }
                    else if (!member.NameEquals("description"))
                    {
                        Collect(member.Value, all, needed);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in schema.EnumerateArray())
                {
                    Collect(item, all, needed);
                }

                break;
        }
    }
}
