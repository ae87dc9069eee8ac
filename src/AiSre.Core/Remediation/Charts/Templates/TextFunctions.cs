using System.Security.Cryptography;
using System.Text;
using static AiSre.Remediation.Charts.Templates.TemplateFunctions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Functions on texts. Those that only cut or surround a text keep the origins of its parts.</summary>
internal static class TextFunctions
{
    private const int LongestRepetition = 10_000;

    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All => new Dictionary<string, TemplateFunction>(StringComparer.Ordinal)
    {
        ["quote"] = (arguments, _) => Quoted(arguments, text => text.Derive(GoText.Escape(text.ToString())).Within("\"", "\"")),
        ["squote"] = (arguments, _) => Quoted(arguments, text => text.Within("'", "'")),
        ["upper"] = (arguments, _) => Changed(arguments, 0, text => text.ToUpperInvariant()),
        ["lower"] = (arguments, _) => Changed(arguments, 0, text => text.ToLowerInvariant()),
        ["title"] = (arguments, _) => Changed(arguments, 0, GoText.Title),
        ["untitle"] = (arguments, _) => Changed(arguments, 0, GoText.Untitle),
        ["nospace"] = (arguments, _) => Changed([new TextValue(Bytewise(Text(arguments, 0)))], 0, text => string.Concat(text.Where(c => !char.IsWhiteSpace(c)))),
        ["trim"] = (arguments, _) => Trimmed(arguments, 0, text => text.TrimEnd(), text => text.TrimStart()),
        ["trimAll"] = (arguments, _) => TrimmedAll(arguments),
        ["trimall"] = (arguments, _) => TrimmedAll(arguments),
        ["trimSuffix"] = (arguments, _) => Trimmed(arguments, 1, text => text.EndsWith(Of(arguments, 0), StringComparison.Ordinal) ? text[..^Of(arguments, 0).Length] : text, text => text),
        ["trimPrefix"] = (arguments, _) => Trimmed(arguments, 1, text => text, text => text.StartsWith(Of(arguments, 0), StringComparison.Ordinal) ? text[Of(arguments, 0).Length..] : text),
        ["trunc"] = (arguments, _) => Truncated(Bytewise(Text(arguments, 1)), Integer(arguments, 0)),
        ["substr"] = (arguments, _) => Sliced(Bytewise(Text(arguments, 2)), Integer(arguments, 0), Integer(arguments, 1)),
        ["replace"] = (arguments, _) => Changed(arguments, 2, text => text.Replace(Of(arguments, 0), Of(arguments, 1), StringComparison.Ordinal)),
        ["indent"] = (arguments, _) => new TextValue(Text(arguments, 1).Indent(Integer(arguments, 0))),
        ["nindent"] = (arguments, _) => new TextValue(TracedText.Concat([TracedText.Of("\n"), Text(arguments, 1).Indent(Integer(arguments, 0))])),
        ["contains"] = (arguments, _) => LogicFunctions.Boolean(Of(arguments, 1).Contains(Of(arguments, 0), StringComparison.Ordinal)),
        ["hasPrefix"] = (arguments, _) => LogicFunctions.Boolean(Of(arguments, 1).StartsWith(Of(arguments, 0), StringComparison.Ordinal)),
        ["hasSuffix"] = (arguments, _) => LogicFunctions.Boolean(Of(arguments, 1).EndsWith(Of(arguments, 0), StringComparison.Ordinal)),
        ["repeat"] = (arguments, _) => Changed(arguments, 1, text => Integer(arguments, 0) >= 0 && (long)Integer(arguments, 0) * text.Length <= LongestRepetition
            ? string.Concat(Enumerable.Repeat(text, Integer(arguments, 0)))
            : throw new ArgumentException("It would be too long.")),
        ["cat"] = (arguments, _) => new TextValue(Joined(arguments.Where(argument => argument is not NullValue), (_, _) => true)),
        ["print"] = (arguments, _) => new TextValue(Joined(arguments, (left, right) => left is not TextValue && right is not TextValue)),
        ["println"] = (arguments, _) => new TextValue(Joined(arguments, (_, _) => true).Within("", "\n")),
        ["printf"] = (arguments, _) => TextFormat.Print(arguments),
        ["camelcase"] = (arguments, _) => Changed(arguments, 0, GoText.Camel),
        ["kebabcase"] = (arguments, _) => Changed(arguments, 0, text => GoText.Separate(text, '-')),
        ["snakecase"] = (arguments, _) => Changed(arguments, 0, text => GoText.Separate(text, '_')),
        ["b64enc"] = (arguments, _) => Changed(arguments, 0, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ["b64dec"] = (arguments, _) => Changed(arguments, 0, text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(text))),
        ["sha256sum"] = (arguments, _) => Changed(arguments, 0, text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))),
        ["regexMatch"] = (arguments, _) => LogicFunctions.Boolean(GoText.Pattern(Of(arguments, 0)).IsMatch(Of(arguments, 1))),
        ["regexFind"] = (arguments, _) => Changed(arguments, 1, text => GoText.Pattern(Of(arguments, 0)).Match(text).Value),
        ["regexReplaceAll"] = (arguments, _) => Changed(arguments, 1, text => GoText.Pattern(Of(arguments, 0)) is var pattern ? pattern.Replace(text, GoText.Replacement(Of(arguments, 2), pattern)) : text),
        ["include"] = (arguments, on) => new TextValue(on.Include(Of(arguments, 0), arguments[1])),
        ["tpl"] = (arguments, on) => arguments[0] is UnknownValue unknown ? unknown : new TextValue(on.Evaluate(Text(arguments, 0), arguments[1])),
    };

    /// <summary>A text of which single characters may be counted: Go counts bytes.</summary>
    /// <exception cref="ArgumentException">It has characters of several.</exception>
    public static TracedText Bytewise(TracedText text) => Ascii.IsValid(text.ToString()) ? text : throw new ArgumentException("The text has characters of several bytes.");

    private static string Of(IReadOnlyList<TemplateValue> arguments, int index) => Text(arguments, index).ToString();

    private static TextValue Quoted(IReadOnlyList<TemplateValue> arguments, Func<TracedText, TracedText> quote) => new(TracedText.Concat(
        arguments.Where(argument => argument is not NullValue).SelectMany((argument, index) => (TracedText[])[TracedText.Of(index == 0 ? "" : " "), quote(argument.ToText())])));

    private static TracedText Joined(IEnumerable<TemplateValue> values, Func<TemplateValue, TemplateValue, bool> areApart)
    {
        var parts = new List<TracedText>();
        TemplateValue? before = null;
        foreach (var value in values)
        {
            parts.Add(before is not null && areApart(before, value) ? value.ToText().Within(" ", "") : value.ToText());
            before = value;
        }

        return TracedText.Concat(parts);
    }

    private static TextValue Changed(IReadOnlyList<TemplateValue> arguments, int index, Func<string, string> change) =>
        new(Text(arguments, index) is var text ? text.Derive(change(text.ToString())) : text);

    private static TextValue Trimmed(IReadOnlyList<TemplateValue> arguments, int index, Func<string, string> end, Func<string, string> start) =>
        new(Text(arguments, index).Trim(end, start));

    private static TextValue TrimmedAll(IReadOnlyList<TemplateValue> arguments) =>
        Trimmed(arguments, 1, text => text.TrimEnd([.. Of(arguments, 0)]), text => text.TrimStart([.. Of(arguments, 0)])) is var trimmed && Of(arguments, 0).Length > 0 ? trimmed : new TextValue(Text(arguments, 1));

    private static TextValue Truncated(TracedText text, int length)
    {
        var whole = text.ToString().Length;
        return new(length >= 0 ? whole <= length ? text : text.Slice(0, length) : whole <= -length ? text : text.Slice(whole + length, -length));
    }

    private static TextValue Sliced(TracedText text, int start, int end)
    {
        var whole = text.ToString().Length;
        var (from, to) = (Math.Max(start, 0), start < 0 ? end : end < 0 || end > whole ? whole : end);
        return from <= to && to <= whole ? new(text.Slice(from, to - from)) : throw new ArgumentException("The text is shorter.");
    }
}
