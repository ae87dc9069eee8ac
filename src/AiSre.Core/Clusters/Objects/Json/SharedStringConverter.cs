using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects.Json;

/// <summary>Reads a text through <see cref="SharedStrings"/>.</summary>
public sealed class SharedStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    internal static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            return TextConverter.ReadAnything(ref reader);
        }

        if (reader is { HasValueSequence: false, ValueIsEscaped: false })
        {
            return SharedStrings.Get(reader.ValueSpan);
        }

        var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return SharedStrings.Get(rented.AsSpan(0, reader.CopyString(rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
