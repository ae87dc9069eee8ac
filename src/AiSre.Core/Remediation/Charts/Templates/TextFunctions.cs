using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using static AiSre.Remediation.Charts.Templates.TemplateFunctions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Functions on texts. Those that only cut or surround a text keep the origins of its parts.</summary>
internal static class TextFunctions
{
    private const int LongestRepetition = 10_000;
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All => new Dictionary<string, TemplateFunction>(StringComparer.Ordinal)
    {
        ["quote"] = (arguments, _) => Quoted(arguments, "\""),
        ["squote"] = (arguments, _) => Quoted(arguments, "'"),
        ["upper"] = (arguments, _) => Changed(arguments, 0, text => text.ToUpperInvariant()),
        ["lower"] = (arguments, _) => Changed(arguments, 0, text => text.ToLowerInvariant()),
        ["title"] = (arguments, _) => Changed(arguments, 0, CultureInfo.InvariantCulture.TextInfo.ToTitleCase),
        ["untitle"] = (arguments, _) => Changed(arguments, 0, text => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..]),
        ["nospace"] = (arguments, _) => Changed(arguments, 0, text => string.Concat(text.Where(c => !char.IsWhiteSpace(c)))),
        ["trim"] = (arguments, _) => Trimmed(arguments, 0, text => text.TrimEnd(), text => text.TrimStart()),
        ["trimAll"] = (arguments, _) => Trimmed(arguments, 1, text => text.TrimEnd([.. Of(arguments, 0)]), text => text.TrimStart([.. Of(arguments, 0)])),
        ["trimSuffix"] = (arguments, _) => Trimmed(arguments, 1, text => text.EndsWith(Of(arguments, 0), StringComparison.Ordinal) ? text[..^Of(arguments, 0).Length] : text, text => text),
        ["trimPrefix"] = (arguments, _) => Trimmed(arguments, 1, text => text, text => text.StartsWith(Of(arguments, 0), StringComparison.Ordinal) ? text[Of(arguments, 0).Length..] : text),
        ["trunc"] = (arguments, _) => Truncated(Text(arguments, 1), Integer(arguments, 0)),
        ["substr"] = (arguments, _) => Sliced(Text(arguments, 2), Integer(arguments, 0), Integer(arguments, 1)),
        ["replace"] = (arguments, _) => Changed(arguments, 2, text => text.Replace(Of(arguments, 0), Of(arguments, 1), StringComparison.Ordinal)),
        ["indent"] = (arguments, _) => new TextValue(Text(arguments, 1).Indent(Integer(arguments, 0))),
        ["nindent"] = (arguments, _) => new TextValue(TracedText.Concat([TracedText.Of("\n"), Text(arguments, 1).Indent(Integer(arguments, 0))])),
        ["contains"] = (arguments, _) => LogicFunctions.Boolean(Of(arguments, 1).Contains(Of(arguments, 0), StringComparison.Ordinal)),
        ["hasPrefix"] = (arguments, _) => LogicFunctions.Boolean(Of(arguments, 1).StartsWith(Of(arguments, 0), StringComparison.Ordinal)),
        ["hasSuffix"] = (arguments, _) => LogicFunctions.Boolean(Of(arguments, 1).EndsWith(Of(arguments, 0), StringComparison.Ordinal)),
        ["repeat"] = (arguments, _) => Changed(arguments, 1, text => Integer(arguments, 0) * text.Length <= LongestRepetition
            ? string.Concat(Enumerable.Repeat(text, Math.Max(Integer(arguments, 0), 0)))
            : throw new ArgumentException("It would be too long.")),
        ["cat"] = (arguments, _) => new TextValue(TracedText.Concat(arguments.SelectMany((argument, index) => index == 0 ? [argument.ToText()] : new[] { TracedText.Of(" "), argument.ToText() }))),
        ["print"] = (arguments, _) => new TextValue(TracedText.Concat(arguments.Select(argument => argument.ToText()))),
        ["printf"] = (arguments, _) => TextFormat.Print(arguments),
        ["camelcase"] = (arguments, _) => Changed(arguments, 0, text => string.Concat(text.Split(['-', '_', ' '], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]))),
        ["kebabcase"] = (arguments, _) => Changed(arguments, 0, text => Cased(text, '-')),
        ["snakecase"] = (arguments, _) => Changed(arguments, 0, text => Cased(text, '_')),
        ["b64enc"] = (arguments, _) => Changed(arguments, 0, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ["b64dec"] = (arguments, _) => Changed(arguments, 0, text => Encoding.UTF8.GetString(Convert.FromBase64String(text))),
        ["sha256sum"] = (arguments, _) => Changed(arguments, 0, text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))),
        ["regexMatch"] = (arguments, _) => LogicFunctions.Boolean(Regex.IsMatch(Of(arguments, 1), Of(arguments, 0), RegexOptions.NonBacktracking, LongestMatch)),
        ["regexReplaceAll"] = (arguments, _) => Changed(arguments, 1, text => Regex.Replace(text, Of(arguments, 0), Of(arguments, 2), RegexOptions.NonBacktracking, LongestMatch)),
        ["include"] = (arguments, on) => new TextValue(on.Include(Of(arguments, 0), arguments[1])),
        ["tpl"] = (arguments, on) => arguments[0] is UnknownValue unknown ? unknown : new TextValue(on.Evaluate(Text(arguments, 0), arguments[1])),
    };

    private static string Of(IReadOnlyList<TemplateValue> arguments, int index) => Text(arguments, index).ToString();

    private static TextValue Quoted(IReadOnlyList<TemplateValue> arguments, string quote) => new(TracedText.Concat(
        arguments.Where(argument => argument is not NullValue).SelectMany((argument, index) =>
        {
            var text = argument.ToText();
            var escaped = quote == "\"" ? text.ToString().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal) : text.ToString();
            return (TracedText[])[TracedText.Of(index == 0 ? "" : " "), text.Derive(escaped).Within(quote, quote)];
        })));

    private static TextValue Changed(IReadOnlyList<TemplateValue> arguments, int index, Func<string, string> change) =>
        new(Text(arguments, index) is var text ? text.Derive(change(text.ToString())) : text);

    private static TextValue Trimmed(IReadOnlyList<TemplateValue> arguments, int index, Func<string, string> end, Func<string, string> start) =>
        new(Text(arguments, index).Trim(end, start));

    private static TextValue Truncated(TracedText text, int length)
    {
        var whole = text.ToString().Length;
        return new(length >= 0 ? whole <= length ? text : text.Slice(0, length) : whole <= -length ? text : text.Slice(whole + length, -length));
    }

    private static TextValue Sliced(TracedText text, int start, int end) => new(text.Slice(Math.Max(start, 0), (end < 0 ? text.ToString().Length : end) - Math.Max(start, 0)));

    private static string Cased(string text, char separator)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsUpper(c) && result.Length > 0 && result[^1] != separator)
            {
                result.Append(separator);
            }

            result.Append(c is '-' or '_' or ' ' ? separator : char.ToLowerInvariant(c));
        }

        return result.ToString();
    }
}
