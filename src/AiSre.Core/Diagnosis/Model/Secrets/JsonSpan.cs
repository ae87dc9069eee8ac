using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>A JSON value that knows where it stands, so that a secret can be cut out and every other byte stays as it was.</summary>
/// <param name="Start">Index of the value's first byte.</param>
/// <param name="End">Index after its last byte.</param>
internal abstract record JsonSpan(int Start, int End)
{
    /// <summary>How deep evidence may nest; deeper text is handled as plain text.</summary>
    private const int MaxDepth = 200;

    /// <summary>Reads one JSON object or array; null where the text is anything else.</summary>
    public static JsonSpan? Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return null;
            }

            var root = ReadValue(ref reader);
            return reader.Read() ? null : root;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonSpan ReadValue(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = ImmutableArray.CreateBuilder<(string, JsonSpan)>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = Text(ref reader);
                    reader.Read();
                    fields.Add((name, ReadValue(ref reader)));
                }

                return new JsonObjectSpan(start, (int)reader.BytesConsumed, fields.ToImmutable());
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<JsonSpan>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader));
                }

                return new JsonArraySpan(start, (int)reader.BytesConsumed, items.ToImmutable());
            default:
                var text = reader.TokenType is JsonTokenType.String ? Text(ref reader) : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                return new JsonScalarSpan(start, (int)reader.BytesConsumed, text, reader.TokenType);
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair has no decoded form; its escaped one is as good for finding secrets.
            return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}

internal sealed record JsonObjectSpan(int Start, int End, ImmutableArray<(string Name, JsonSpan Value)> Fields) : JsonSpan(Start, End)
{
    /// <summary>The texts of the string fields with this name; more than one where a name is repeated.</summary>
    public IEnumerable<string> Strings(string name) =>
        Fields.Where(field => field.Name == name).Select(field => field.Value).OfType<JsonScalarSpan>()
            .Where(value => value.Type is JsonTokenType.String).Select(value => value.Text);
}

internal sealed record JsonArraySpan(int Start, int End, ImmutableArray<JsonSpan> Items) : JsonSpan(Start, End);

internal sealed record JsonScalarSpan(int Start, int End, string Text, JsonTokenType Type) : JsonSpan(Start, End)
{
    /// <summary>Whether the value could be a secret: not true, false, null or empty.</summary>
    public bool CanBeSecret => Type is JsonTokenType.String or JsonTokenType.Number && Text.Length > 0;
}
