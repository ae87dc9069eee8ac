using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiSre.Remediation.Proof;

/// <summary>A digest of rendered changes in which neither layout nor the order of objects, fields and keys counts. Pure.</summary>
internal static class RenderedDigest
{
    /// <summary>SHA-256, 64 hexadecimal digits.</summary>
    public static string Of(ImmutableArray<RenderedChange> changes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var change in changes.OrderBy(change => change.Object, StringComparer.Ordinal))
        {
            Add(hash, change.Object);
            Add(hash, change.Kind.ToString());
            Add(hash, change.Fields.Length.ToString(CultureInfo.InvariantCulture));
            foreach (var field in change.Fields.OrderBy(field => field.Path, StringComparer.Ordinal))
            {
                Add(hash, field.Path);
                Add(hash, Canonical(field.Before));
                Add(hash, Canonical(field.After));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // With their lengths: no two lists of texts come to the same bytes. What is not there is no JSON, so the empty text stands for nothing else.
    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
        hash.AppendData(bytes);
    }

    private static string Canonical(string? json)
    {
        if (json is null)
        {
            return "";
        }

        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, document.RootElement);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
