using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Schemas;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>What the API serves looks like: OpenAPI v3, an index and one document for each group and version.</summary>
internal sealed class OpenApiHandler(KindCatalogue kinds)
{
    private const string Root = "/openapi/v3";

    /// <returns>The answer for an address of OpenAPI; null when it is none, or of a group and version that is not served.</returns>
    public JsonObject? Answer(string path) =>
        path == Root ? Index()
        : path.StartsWith(Root + "/", StringComparison.Ordinal) && Of(path[(Root.Length + 1)..]).ToList() is { Count: > 0 } served
            ? new()
            {
                ["openapi"] = "3.0.0",
                ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "unversioned" },
                ["paths"] = new JsonObject(),
                ["components"] = new JsonObject { ["schemas"] = ModelSchemas.Of(served) },
            }
        : null;

    private JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var part in kinds.All.Select(PartOf).Distinct())
        {
            // The hash stands for the kinds: a definition that comes or goes makes another.
            var hash = string.Join(',', Of(part).Select(kind => kind.Kind)).Aggregate(0u, (sum, letter) => (sum * 31) + letter);
            paths[part] = new JsonObject { ["serverRelativeURL"] = $"{Root}/{part}?hash={hash:X8}" };
        }

        return new() { ["paths"] = paths };
    }

    private IEnumerable<KindDefinition> Of(string part) => kinds.All.Where(kind => PartOf(kind) == part);

    private static string PartOf(KindDefinition kind) => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";
}
