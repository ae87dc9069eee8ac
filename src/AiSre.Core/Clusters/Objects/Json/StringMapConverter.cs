using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects.Json;

/// <summary>Reads an object of texts.</summary>
public class StringMapConverter : JsonConverter<StringMap>
{
    public override StringMap? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            TextConverter.ReadAnything(ref reader);
            return null;
        }

        var pairs = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = SharedStringConverter.Read(ref reader) ?? "";
            reader.Read();
            if (!Keeps(key))
            {
                // Skip() refuses while a page is still coming in; TrySkip() cannot fail, since the serializer hands over whole values.
                reader.TrySkip();
            }
            else if (SharedStringConverter.Read(ref reader) is { } value)
            {
                pairs.Add(new(key, value));
            }
        }

        return pairs.Count == 0 ? StringMap.Empty : new StringMap([.. pairs]);
    }

    public override void Write(Utf8JsonWriter writer, StringMap value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }

    protected virtual bool Keeps(string key) => true;
}

/// <summary>Reads annotations, without those that no rule reads.</summary>
public sealed class KeptAnnotationsConverter : StringMapConverter
{
    protected override bool Keeps(string key) => KeptAnnotations.Contains(key);
}
