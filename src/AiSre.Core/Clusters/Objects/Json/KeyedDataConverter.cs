using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects.Json;

/// <summary>Reads the names of the keys of an object of texts, and of certificates their end; the values are passed over.</summary>
public sealed class KeyedDataConverter : JsonConverter<KeyedData>
{
    public override KeyedData? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            TextConverter.ReadAnything(ref reader);
            return null;
        }

        var keys = new List<string>();
        var certificates = new Dictionary<string, DateTimeOffset>();
        var bytes = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = SharedStringConverter.Read(ref reader) ?? "";
            reader.Read();
            bytes += reader.TokenType == JsonTokenType.String ? (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) : 0;
            if (reader.TokenType == JsonTokenType.String && IsCertificate(key) && EndOf(reader.GetString()!) is { } end)
            {
                certificates[key] = end;
            }

            TextConverter.ReadAnything(ref reader);
            keys.Add(key);
        }

        return new KeyedData(keys, bytes, certificates);
    }

    public override void Write(Utf8JsonWriter writer, KeyedData value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var key in value.Keys)
        {
            writer.WriteString(key, "");
        }

        writer.WriteEndObject();
    }

    private static bool IsCertificate(string key) =>
        key.EndsWith(".crt", StringComparison.Ordinal) || key.EndsWith(".pem", StringComparison.Ordinal);

    // In data a Secret's value is base64 of PEM; in stringData it is the PEM itself.
    private static DateTimeOffset? EndOf(string text)
    {
        try
        {
            var pem = text.Contains("-----BEGIN", StringComparison.Ordinal) ? text : Encoding.ASCII.GetString(Convert.FromBase64String(text));
            if (!pem.Contains("-----BEGIN CERTIFICATE", StringComparison.Ordinal))
            {
                return null;
            }

            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.NotAfter.ToUniversalTime();
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            // Not a certificate after all, or one that was cut off or blackened out: nothing is known of its end.
            return null;
        }
    }
}
