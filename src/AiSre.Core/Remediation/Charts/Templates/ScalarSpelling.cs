using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>How a text is written in YAML.</summary>
internal enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>How texts are spelled by gopkg.in/yaml.v2, by which Helm writes YAML.</summary>
internal static partial class ScalarSpelling
{
    /// <summary>The column from which on a line is broken at its next blank.</summary>
    public const int BestWidth = 80;

    /// <summary>The style of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isKey">Whether it is a key of a mapping.</param>
    public static ScalarStyle StyleOf(string text, bool isKey)
    {
        var (isPlain, isSingle, isLiteral) = Allowed(text);
        return text.Contains('\n', StringComparison.Ordinal) ? isLiteral && !isKey ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted
            : IsOther(text) ? ScalarStyle.DoubleQuoted
            : isPlain ? ScalarStyle.Plain
            : isSingle ? ScalarStyle.SingleQuoted
            : ScalarStyle.DoubleQuoted;
    }

    /// <summary>One character as it stands within double quotes.</summary>
    public static string Escape(Rune rune) => rune.Value switch
    {
        '\0' => "\\0",
        '\a' => "\\a",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\v' => "\\v",
        '\f' => "\\f",
        '\r' => "\\r",
        0x1b => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        0x85 => "\\N",
        0x2028 => "\\L",
        0x2029 => "\\P",
        _ when IsPrintable(rune) => rune.ToString(),
        <= 0xff => "\\x" + rune.Value.ToString("X2", CultureInfo.InvariantCulture),
        <= 0xffff => "\\u" + rune.Value.ToString("X4", CultureInfo.InvariantCulture),
        _ => "\\U" + rune.Value.ToString("X8", CultureInfo.InvariantCulture),
    };

    /// <summary>Which of two keys comes first: numbers in them count as numbers.</summary>
    public static int CompareKeys(string left, string right)
    {
        for (var index = 0; index < left.Length && index < right.Length; index++)
        {
            if (left[index] == right[index])
            {
                continue;
            }

            var (one, other) = (char.IsLetter(left[index]), char.IsLetter(right[index]));
            if (one || other)
            {
                return one && other ? left[index].CompareTo(right[index]) : other ? -1 : 1;
            }

            var isWithin = (left[index] == '0' || right[index] == '0') && left[..index].Reverse().TakeWhile(char.IsDigit).Any(digit => digit != '0');
            var (number, length) = Number(left, index, isWithin);
            var (against, extent) = Number(right, index, isWithin);
            return number != against ? number.CompareTo(against) : length != extent ? length.CompareTo(extent) : left[index].CompareTo(right[index]);
        }

        return left.Length.CompareTo(right.Length);
    }

    private static (long Number, int Length) Number(string text, int from, bool isWithin)
    {
        var (number, length) = (isWithin ? 1L : 0L, 0);
        for (; from + length < text.Length && char.IsAsciiDigit(text[from + length]); length++)
        {
            number = unchecked((number * 10) + text[from + length] - '0');
        }

        return (number, length);
    }

    // Whether it would be read as something other than a text if it stood plainly.
    private static bool IsOther(string text) => text.Length == 0
        || text[0] switch
        {
            '~' or 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => Word().IsMatch(text),
            '.' => Float().IsMatch(text) || Infinite().IsMatch(text),
            '+' or '-' or (>= '0' and <= '9') => Float().IsMatch(text.Replace("_", "", StringComparison.Ordinal)) || Whole().IsMatch(text.Replace("_", "", StringComparison.Ordinal)) || Infinite().IsMatch(text) || Sexagesimal().IsMatch(text) || IsTime(text),
            _ => false,
        };

    private static bool IsTime(string text) => Time().IsMatch(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsPrintable(Rune rune) => rune.Value is '\n' or (>= ' ' and <= '~') or (>= 0xa0 and <= 0xd7ff) or (>= 0xe000 and <= 0xfffd and not 0xfeff);

    private static (bool Plain, bool Single, bool Literal) Allowed(string text)
    {
        if (text.Length == 0)
        {
            return (true, true, false);
        }

        var isIndicator = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal)
            || "#,[]{}&*!|>'\"%@`".Contains(text[0])
            || (text[0] is '?' or ':' or '-' && (text.Length == 1 || IsBlank(text[1])));
        for (var index = 1; index < text.Length; index++)
        {
            isIndicator |= text[index] switch
            {
                ':' => index + 1 == text.Length || IsBlank(text[index + 1]),
                '#' => IsBlank(text[index - 1]) || text[index - 1] == '\n',
                _ => false,
            };
        }

        var isSpecial = text.EnumerateRunes().Any(rune => !IsPrintable(rune)) || text.Contains(" \n", StringComparison.Ordinal);
        var isAfterBreak = text.Contains("\n ", StringComparison.Ordinal);
        var isEdged = text[0] is ' ' or '\n' || text[^1] is ' ' or '\n';
        return (!isIndicator && !isSpecial && !isAfterBreak && !isEdged && !text.Contains('\n', StringComparison.Ordinal), !isSpecial && !isAfterBreak, !isSpecial && text[^1] != ' ');
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    [GeneratedRegex(@"\A(?:~|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE|null|Null|NULL)\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[-+]?\.(?:inf|Inf|INF)\z|\A\.(?:nan|NaN|NAN)\z")]
    private static partial Regex Infinite();

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"\A[-+]?0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\z")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})|[ ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?)?\z")]
    private static partial Regex Time();
}
