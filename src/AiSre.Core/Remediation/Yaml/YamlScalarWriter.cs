using System.Globalization;
using System.Text;

namespace AiSre.Remediation.Yaml;

/// <summary>Where a scalar is to be written.</summary>
/// <param name="InFlow">Within braces or brackets.</param>
/// <param name="IsJson">In a JSON file: strings stand in double quotes.</param>
/// <param name="NewLine">How the file ends its lines.</param>
internal readonly record struct YamlPlace(bool InFlow, bool IsJson, string NewLine);

/// <summary>Spells scalars. Spellings are proposals: the editor parses each one again before it is kept.</summary>
internal static class YamlScalarWriter
{
    /// <summary>How a value can be written in place of an old scalar: in its style where that can hold the value, else quoted.</summary>
    public static IEnumerable<string> InPlaceOf(YamlScalar old, string oldRaw, YamlValue value, YamlPlace place)
    {
        var text = value.Text;
        var tail = old.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded ? YamlBlockText.TailOf(oldRaw) : "";

        if (value.Type != YamlType.String)
        {
            return [LikeBefore(old, value) + tail];
        }

        IEnumerable<string?> kept = old.Style switch
        {
            YamlScalarStyle.DoubleQuoted => [DoubleQuoted(text)],
            YamlScalarStyle.SingleQuoted when !place.IsJson => [SingleQuoted(text)],
            YamlScalarStyle.Literal => [YamlBlockText.Literal(oldRaw, text, place.NewLine)],
            YamlScalarStyle.Folded => [YamlBlockText.Folded(oldRaw, text, place.NewLine)],
            YamlScalarStyle.Plain when !place.IsJson && !text.Contains('\n') && IsPlain(text, place.InFlow, old) => [text],
            _ => [],
        };
        var partial = old.Style != YamlScalarStyle.Plain || IsPlain(text.Replace('\n', ' '), place.InFlow, old)
            ? YamlPartialChange.Of(old, oldRaw, text, place.NewLine)
            : null;
        return kept.Prepend(partial).OfType<string>().Append(Quoted(text, place) + tail).Distinct();
    }

    // True stays True, and FALSE is not mixed with true.
    private static string LikeBefore(YamlScalar old, YamlValue value)
    {
        if (value.Type != YamlType.Boolean || YamlTypes.Resolve(old) != YamlType.Boolean || char.IsAsciiLetterLower(old.Value[0]))
        {
            return value.Text;
        }

        return char.IsAsciiLetterUpper(old.Value[1]) ? value.Text.ToUpperInvariant() : char.ToUpperInvariant(value.Text[0]) + value.Text[1..];
    }

    /// <summary>How a value is written where nothing stood before.</summary>
    public static string Fresh(YamlValue value, YamlPlace place)
    {
        if (value.Type != YamlType.String)
        {
            return value.Text;
        }

        return !place.IsJson && IsPlain(value.Text, place.InFlow, old: null) ? value.Text : Quoted(value.Text, place);
    }

    private static string Quoted(string text, YamlPlace place) =>
        !place.IsJson && text.AsSpan().IndexOfAny('"', '\\') >= 0 && SingleQuoted(text) is { } single ? single : DoubleQuoted(text);

    // Whether readers of YAML 1.1 and 1.2 alike take the bare text for this very string. Where an author relies on 1.2 already
    // (an unquoted date, say), another such value may stand bare too.
    private static bool IsPlain(string text, bool inFlow, YamlScalar? old)
    {
        if (text.Length == 0 || text[0] is ' ' or '\t' || text[^1] is ' ' or '\t' or ':' || !YamlCharacters.ArePrintable(text))
        {
            return false;
        }

        if (YamlTypes.Resolve(text) != YamlType.String
            || (YamlTypes.IsOtherInYaml11(text) && !(old is { Style: YamlScalarStyle.Plain } && YamlTypes.Resolve(old) == YamlType.String && YamlTypes.IsOtherInYaml11(old.Value))))
        {
            return false;
        }

        if (",[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal)
            || (text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] is ' ' or '\t')))
        {
            return false;
        }

        return !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(":\t", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal) && !text.Contains("\t#", StringComparison.Ordinal)
            && !text.StartsWith("---", StringComparison.Ordinal) && !text.StartsWith("...", StringComparison.Ordinal)
            && !(inFlow && (text.AsSpan().IndexOfAny(",[]{}") >= 0 || text[0] is '?' or ':'));
    }

    private static string? SingleQuoted(string text) =>
        YamlCharacters.ArePrintable(text) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : null;

    // Only escapes that JSON knows too, so that the same text serves both.
    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                quoted.Append(c).Append(text[++index]);
                continue;
            }

            switch (c)
            {
                case '"':
                    quoted.Append("\\\"");
                    break;
                case '\\':
                    quoted.Append(@"\\");
                    break;
                case '\n':
                    quoted.Append(@"\n");
                    break;
                case '\r':
                    quoted.Append(@"\r");
                    break;
                case '\t':
                    quoted.Append(@"\t");
                    break;
                case var other when YamlCharacters.IsPrintable(other):
                    quoted.Append(other);
                    break;
                default:
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }
}
