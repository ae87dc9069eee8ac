using System.Globalization;
using System.Text;

namespace AiSre.Remediation.Charts.Templates;

internal enum TemplateTokenKind
{
    Text,
    Open,
    Close,
    Name,
    Field,
    Variable,
    Dot,
    String,
    Number,
    Symbol,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, without quotes and escapes.</param>
/// <param name="IsApart">Whether blanks stand before it: <c>.a .b</c> is not <c>.a.b</c>.</param>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, bool IsApart);

/// <summary>Cuts a template into its words.</summary>
/// <remarks>Syntax: Go's text/template/parse; comments and trimmed blanks are gone afterwards.</remarks>
internal sealed class TemplateLexer(string text)
{
    private const string Blank = " \t\r\n";

    private readonly List<TemplateToken> _tokens = [];
    private int _at;

    /// <exception cref="TemplateRefusedException">The text is no template.</exception>
    public static IReadOnlyList<TemplateToken> Read(string text) => new TemplateLexer(text).Read();

    private List<TemplateToken> Read()
    {
        var trimStart = false;
        while (true)
        {
            var open = text.IndexOf("{{", _at, StringComparison.Ordinal);
            var literal = open < 0 ? text[_at..] : text[_at..open];
            literal = trimStart ? literal.TrimStart(Blank.ToCharArray()) : literal;
            var trimEnd = open >= 0 && open + 3 < text.Length && text[open + 2] == '-' && Blank.Contains(text[open + 3]);
            literal = trimEnd ? literal.TrimEnd(Blank.ToCharArray()) : literal;
            if (literal.Length > 0)
            {
                _tokens.Add(new(TemplateTokenKind.Text, literal, false));
            }

            if (open < 0)
            {
                return _tokens;
            }

            _at = open + (trimEnd ? 3 : 2);
            trimStart = ReadAction();
        }
    }

    // Returns whether the action trims the blanks behind it.
    private bool ReadAction()
    {
        SkipBlanks();
        if (At("/*"))
        {
            var end = text.IndexOf("*/", _at, StringComparison.Ordinal);
            _at = end < 0 ? throw new TemplateRefusedException("a comment does not end") : end + 2;
            SkipBlanks();
            return IsClose(out var trims) ? trims : throw new TemplateRefusedException("something follows a comment");
        }

        _tokens.Add(new(TemplateTokenKind.Open, "", false));
        while (true)
        {
            var isApart = SkipBlanks();
            if (IsClose(out var trims))
            {
                _tokens.Add(new(TemplateTokenKind.Close, "", false));
                return trims;
            }

            _tokens.Add(_at < text.Length ? ReadToken(isApart) : throw new TemplateRefusedException("an action does not end"));
        }
    }

    private bool IsClose(out bool trims)
    {
        trims = At("-}}") && _at > 0 && Blank.Contains(text[_at - 1]);
        if (!trims && !At("}}"))
        {
            return false;
        }

        _at += trims ? 3 : 2;
        return true;
    }

    private TemplateToken ReadToken(bool isApart)
    {
        var c = text[_at];
        switch (c)
        {
            case '"':
                return new(TemplateTokenKind.String, Quoted(), isApart);
            case '`':
                var end = text.IndexOf('`', _at + 1);
                var raw = end < 0 ? throw new TemplateRefusedException("a quoted text does not end") : text[(_at + 1)..end];
                _at = end + 1;
                return new(TemplateTokenKind.String, raw, isApart);
            case '.' when _at + 1 < text.Length && IsWord(text[_at + 1]):
                _at++;
                return new(TemplateTokenKind.Field, Word(), isApart);
            case '.':
                _at++;
                return new(TemplateTokenKind.Dot, ".", isApart);
            case '$':
                _at++;
                return new(TemplateTokenKind.Variable, Word(), isApart);
            case ':' when At(":="):
                _at += 2;
                return new(TemplateTokenKind.Symbol, ":=", isApart);
            case '(' or ')' or '|' or ',' or '=':
                _at++;
                return new(TemplateTokenKind.Symbol, c.ToString(), isApart);
            case '-' or '+' or (>= '0' and <= '9'):
                var start = _at++;
                while (_at < text.Length && (IsWord(text[_at]) || text[_at] == '.'))
                {
                    _at++;
                }

                return new(TemplateTokenKind.Number, text[start.._at], isApart);
            default:
                return IsWord(c) ? new(TemplateTokenKind.Name, Word(), isApart) : throw new TemplateRefusedException($"an action has the character '{c}'");
        }
    }

    private string Quoted()
    {
        var result = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '\n'; _at++)
        {
            switch (text[_at])
            {
                case '"':
                    _at++;
                    return result.ToString();
                case '\\' when _at + 1 < text.Length:
                    result.Append(Escaped(text[++_at]));
                    break;
                default:
                    result.Append(text[_at]);
                    break;
            }
        }

        throw new TemplateRefusedException("a quoted text does not end");
    }

    private string Escaped(char c)
    {
        switch (c)
        {
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'r':
                return "\r";
            case 'u' when _at + 4 < text.Length && ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return ((char)code).ToString();
            default:
                return c is '"' or '\\' or '\'' ? c.ToString() : throw new TemplateRefusedException($"a quoted text has the escape '\\{c}'");
        }
    }

    private bool SkipBlanks()
    {
        var start = _at;
        while (_at < text.Length && Blank.Contains(text[_at]))
        {
            _at++;
        }

        return _at > start;
    }

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && IsWord(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private bool At(string what) => string.CompareOrdinal(text, _at, what, 0, what.Length) == 0;

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
