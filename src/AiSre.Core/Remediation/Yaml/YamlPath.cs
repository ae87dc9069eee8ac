using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiSre.Remediation.Yaml;

/// <summary>The way from a document's root to a node: keys of mappings and indices of lists.</summary>
/// <param name="Segments">In order; empty for the root.</param>
public sealed record YamlPath(ImmutableArray<YamlPathSegment> Segments)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(".[]\"'\\");
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static YamlPath Root { get; } = new([]);

    /// <summary>The path one key further down.</summary>
    public YamlPath Key(string key) => new(Segments.Add(new YamlPathSegment(key, null)));

    /// <summary>The path one index further down.</summary>
    public YamlPath Index(int index) => new(Segments.Add(new YamlPathSegment(null, index)));

    /// <summary>
    /// Reads <c>spec.template.spec.containers[0].image</c>, with <c>metadata.annotations["example.com/a.b"]</c> for keys that have dots
    /// or brackets, or a JSON array of keys and indices.
    /// </summary>
    /// <exception cref="FormatException">The text is no path.</exception>
    public static YamlPath Parse(string text) => (text.StartsWith('[') ? TryParseJson(text) : null) ?? ParseDotted(text);

    /// <summary>Reads a JSON array of keys and indices.</summary>
    /// <exception cref="FormatException">The element is no such array.</exception>
    public static YamlPath FromJson(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("A path is an array of keys and indices.");
        }

        return new YamlPath([.. element.EnumerateArray().Select(item => item.ValueKind switch
        {
            JsonValueKind.String => new YamlPathSegment(item.GetString(), null),
            JsonValueKind.Number when item.TryGetInt32(out var index) && index >= 0 => new YamlPathSegment(null, index),
            _ => throw new FormatException($"{item.GetRawText()} is neither a key nor an index."),
        })]);
    }

    public bool Equals(YamlPath? other) => other is not null && Segments.SequenceEqual(other.Segments);

    public override int GetHashCode() => Segments.Aggregate(0, HashCode.Combine);

    /// <summary>The dotted form, which <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments)
        {
            if (segment.Index is { } index)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else if (segment.Key is { Length: > 0 } key && key.AsSpan().IndexOfAny(Special) < 0)
            {
                text.Append(text.Length == 0 ? "" : ".").Append(key);
            }
            else
            {
                text.Append('[').Append(JsonSerializer.Serialize(segment.Key, Quoting)).Append(']');
            }
        }

        return text.ToString();
    }

    private static string Unquote(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(json)!;
        }
        catch (JsonException error)
        {
            throw new FormatException($"{json} is not a quoted key.", error);
        }
    }

    private static YamlPath? TryParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return FromJson(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static YamlPath ParseDotted(string text)
    {
        var segments = ImmutableArray.CreateBuilder<YamlPathSegment>();
        for (var position = 0; position < text.Length;)
        {
            if (text[position] == '[')
            {
                position = ReadBracket(text, position, segments);
            }
            else
            {
                var start = segments.Count > 0 && text[position] == '.' ? position + 1 : position;
                var end = text.AsSpan(start).IndexOfAny('.', '[') is var stop and >= 0 ? start + stop : text.Length;
                if (end == start)
                {
                    throw new FormatException($"'{text}' is not a path: a key is missing at character {start + 1}.");
                }

                segments.Add(new YamlPathSegment(text[start..end], null));
                position = end;
            }
        }

        return new YamlPath(segments.ToImmutable());
    }

    private static int ReadBracket(string text, int open, ImmutableArray<YamlPathSegment>.Builder segments)
    {
        var quote = open + 1 < text.Length ? text[open + 1] : '\0';
        if (quote is '"' or '\'')
        {
            var close = open + 2;
            while (close < text.Length && text[close] != quote)
            {
                close += text[close] == '\\' && quote == '"' ? 2 : 1;
            }

            if (close + 1 < text.Length && text[close + 1] == ']')
            {
                var inner = text[(open + 2)..close];
                var key = quote == '\'' ? inner : Unquote($"\"{inner}\"");
                segments.Add(new YamlPathSegment(key, null));
                return close + 2;
            }
        }
        else if (text.IndexOf(']', open) is var close and > 0
            && int.TryParse(text.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            segments.Add(new YamlPathSegment(null, index));
            return close + 1;
        }

        throw new FormatException($"'{text}' is not a path: the bracket at character {open + 1} holds neither an index nor a quoted key.");
    }
}

/// <summary>A key of a mapping, or an index of a list.</summary>
/// <param name="Key">The key; null for an index.</param>
/// <param name="Index">From 0; null for a key.</param>
public sealed record YamlPathSegment(string? Key, int? Index)
{
    /// <summary>How a mapping spells it: a number may be a key too.</summary>
    public string Name => Key ?? Index!.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether an entry of a mapping is meant.</summary>
    public bool IsNameOf(YamlEntry entry) => entry.Key is YamlScalar key && key.Value == Name;
}
