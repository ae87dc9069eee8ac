using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiSre.Clusters.History;

/// <summary>An object as the flight recorder keeps it: keys in order, without status and what the API server adds by itself. Pure.</summary>
public static class CanonicalJson
{
    private static readonly string[] ServersOwn =
        ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Bookkeeping of tools, which changes with every look at the object.</summary>
    private static readonly string[] Bookkeeping =
    [
        "kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision", "argocd.argoproj.io/refresh", "argocd.argoproj.io/hydrate",
        "control-plane.alpha.kubernetes.io/leader",
    ];

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical form as UTF-8.</summary>
    /// <param name="json">The object as the API gives it.</param>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static byte[] Of(string json)
    {
        var value = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("An object was expected.");
        var kind = (string?)value["kind"];
        value.Remove("status");
        if (value["metadata"] is JsonObject metadata)
        {
            Array.ForEach(ServersOwn, name => metadata.Remove(name));
            if (metadata["annotations"] is JsonObject annotations)
            {
                Array.ForEach(Bookkeeping, name => annotations.Remove(name));
                if (annotations.Count == 0)
                {
                    metadata.Remove("annotations");
                }
            }
        }

        if (kind == "ConfigMap")
        {
            Conceal(value, "data");
            Conceal(value, "binaryData");
        }

        if (kind == "Application")
        {
            value.Remove("operation");
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            Write(writer, value);
        }

        return buffer.ToArray();
    }

    /// <summary>SHA-256, 64 hexadecimal digits.</summary>
    public static string Hash(byte[] canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));

    public static byte[] Compress(byte[] canonical)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Fastest))
        {
            brotli.Write(canonical);
        }

        return buffer.ToArray();
    }

    public static byte[] Decompress(byte[] compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var buffer = new MemoryStream();
        brotli.CopyTo(buffer);
        return buffer.ToArray();
    }

    // People put passwords into ConfigMaps. That a value changed is told by its hash; what it is, is not kept.
    private static void Conceal(JsonObject value, string name)
    {
        if (value[name] is not JsonObject data)
        {
            return;
        }

        foreach (var (key, text) in data.ToList())
        {
            var bytes = Encoding.UTF8.GetBytes(text?.ToString() ?? "");
            data[key] = $"{bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}";
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject value:
                writer.WriteStartObject();
                foreach (var (name, child) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, child);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var child in list)
                {
                    Write(writer, child);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
