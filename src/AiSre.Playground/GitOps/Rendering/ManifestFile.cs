using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Yaml;
using YamlDotNet.Core;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Reads the objects of one file or one tool's output.</summary>
internal static class ManifestFile
{
    /// <param name="name">How messages call it.</param>
    /// <exception cref="SourceException">It does not parse, or holds something that is no Kubernetes object.</exception>
    public static IEnumerable<JsonObject> Read(string name, byte[] content)
    {
        IReadOnlyList<JsonNode> documents;
        try
        {
            documents = YamlDocuments.Read(Encoding.UTF8.GetString(content));
        }
        catch (YamlException error)
        {
            throw new SourceException(
                $"rpc error: code = FailedPrecondition desc = Failed to unmarshal \"{name}\": failed to unmarshal manifest: error converting YAML to JSON: yaml: line {error.Start.Line}: {error.Message}", error);
        }

        return documents.SelectMany(document => Objects(name, document));
    }

    private static IEnumerable<JsonObject> Objects(string name, JsonNode document)
    {
        if (document is not JsonObject obj)
        {
            throw new SourceException(
                $"rpc error: code = FailedPrecondition desc = Failed to unmarshal \"{name}\": failed to unmarshal manifest: json: cannot unmarshal {document.GetValueKind().ToString().ToLowerInvariant()} into Go value of type map[string]interface {{}}");
        }

        if (obj.Text("kind") is not { Length: > 0 } kind)
        {
            throw new SourceException(
                $"rpc error: code = FailedPrecondition desc = Failed to unmarshal \"{name}\": failed to unmarshal manifest: Object 'Kind' is missing in '{obj.ToJsonString(Json.Relaxed)}'");
        }

        return kind.EndsWith("List", StringComparison.Ordinal) && obj["items"] is JsonArray ? obj.Items("items").Select(item => item.Copy()) : [obj];
    }
}
