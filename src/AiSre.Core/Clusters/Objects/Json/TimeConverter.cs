using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects.Json;

/// <summary>Reads a time as UTC; one that cannot be read is no time, not an error.</summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            TextConverter.ReadAnything(ref reader);
            return null;
        }

        if (reader.TryGetDateTimeOffset(out var time))
        {
            return time.ToUniversalTime();
        }

        return DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? time.ToUniversalTime()
            : null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(time);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
