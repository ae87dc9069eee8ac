using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Values as JSON, spelled as Go spells it.</summary>
internal static class ValueJson
{
    /// <param name="value">The value.</param>
    /// <param name="isEscaped">Whether what means something in HTML is written by its codes.</param>
    /// <param name="isIndented">Whether every entry has a line.</param>
    public static string Write(TemplateValue value, bool isEscaped, bool isIndented)
    {
        var text = new StringBuilder();
        Write(text, value, isEscaped, isIndented ? "\n" : null);
        return text.ToString();
    }

    /// <summary>A value as a tree of JSON.</summary>
    public static JsonNode? ToNode(TemplateValue value) => value switch
    {
        NullValue => null,
        BooleanValue boolean => JsonValue.Create(boolean.Value),
        NumberValue number when number.Value == decimal.Truncate(number.Value) && Math.Abs(number.Value) < long.MaxValue => JsonValue.Create((long)number.Value),
        NumberValue number => JsonValue.Create(number.Value),
        ListValue list => new JsonArray([.. list.Items.Select(ToNode)]),
        MapValue map => new JsonObject(map.Entries.Select(pair => KeyValuePair.Create(pair.Key, ToNode(pair.Value)))),
        _ => JsonValue.Create(value.ToText().ToString()),
    };

    // line: what begins a line; null where everything stands on one.
    private static void Write(StringBuilder text, TemplateValue value, bool isEscaped, string? line)
    {
        switch (value)
        {
            case NullValue or ListValue { IsNil: true } or MapValue { IsNil: true, IsEmpty: true }:
                text.Append("null");
                break;
            case NumberValue { Number: NumberKind.Float } number:
                text.Append(NumberFormat.Json(number.Value));
                break;
            case NumberValue or BooleanValue:
                text.Append(value.ToText());
                break;
            case ListValue list:
                WriteAll(text, '[', ']', list.Items, line, (item, inner) => Write(text, item, isEscaped, inner));
                break;
            case MapValue map:
                WriteAll(text, '{', '}', map.Entries, line, (pair, inner) =>
                {
                    Quote(text, pair.Key, isEscaped);
                    text.Append(line is null ? ":" : ": ");
                    Write(text, pair.Value, isEscaped, inner);
                });
                break;
            case TextValue:
                Quote(text, value.ToText().ToString(), isEscaped);
                break;
            default:
                throw new ArgumentException("It is no data.");
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, char close, IReadOnlyCollection<T> items, string? line, Action<T, string?> write)
    {
        var inner = line is null ? null : line + "  ";
        var isFirst = true;
        text.Append(open);
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ",").Append(inner);
            isFirst = false;
            write(item, inner);
        }

        text.Append(isFirst ? "" : line).Append(close);
    }

    private static void Quote(StringBuilder text, string plain, bool isEscaped)
    {
        text.Append('"');
        foreach (var c in plain)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u2028' or '\u2029' => Code(text, c),
                '<' or '>' or '&' when isEscaped => Code(text, c),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static StringBuilder Code(StringBuilder text, char c) => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
