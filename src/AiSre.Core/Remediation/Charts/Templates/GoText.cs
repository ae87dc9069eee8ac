using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Changes of texts as Go and Sprig make them.</summary>
internal static partial class GoText
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    /// <summary>A text as it stands between quotation marks.</summary>
    /// <exception cref="ArgumentException">It has characters of which it is not known how they are written.</exception>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny('"', '\\') && !text.Any(c => c is < ' ' or > '~'))
        {
            return text;
        }

        var result = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => result.Append('\\').Append(c),
                '\a' => result.Append("\\a"),
                '\b' => result.Append("\\b"),
                '\f' => result.Append("\\f"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\v' => result.Append("\\v"),
                < ' ' or '\x7f' => result.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                <= '~' => result.Append(c),
                _ => char.IsLetterOrDigit(c) || char.IsPunctuation(c) || char.IsSymbol(c) ? result.Append(c) : throw new ArgumentException("The text has an uncommon character."),
            };
        }

        return result.ToString();
    }

    /// <summary>Every word with a capital.</summary>
    public static string Title(string text)
    {
        var result = text.ToCharArray();
        for (var index = 0; index < result.Length; index++)
        {
            if (index == 0 || !(char.IsLetterOrDigit(result[index - 1]) || result[index - 1] == '_'))
            {
                result[index] = char.ToUpperInvariant(result[index]);
            }
        }

        return new string(result);
    }

    /// <summary>Every word without one.</summary>
    public static string Untitle(string text)
    {
        var result = text.ToCharArray();
        for (var index = 0; index < result.Length; index++)
        {
            if (index == 0 || char.IsWhiteSpace(result[index - 1]))
            {
                result[index] = char.ToLowerInvariant(result[index]);
            }
        }

        return new string(result);
    }

    /// <summary>Words as one, each with a capital.</summary>
    /// <exception cref="ArgumentException">What its words are is not plain.</exception>
    public static string Camel(string text) => Words().IsMatch(text) && !text.Any(char.IsAsciiLetterUpper)
        ? string.Concat(text.Split('-', '_', ' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))
        : throw new ArgumentException("The words of the text are not plain.");

    /// <summary>Words in lower case, with a separator between.</summary>
    /// <exception cref="ArgumentException">What its words are is not plain.</exception>
    public static string Separate(string text, char separator) => Words().IsMatch(text)
        ? Capital().Replace(text, match => $"{separator}{match.Value}").Replace('-', separator).Replace('_', separator).Replace(' ', separator).ToLowerInvariant()
        : throw new ArgumentException("The words of the text are not plain.");

    /// <summary>A regular expression that means here what it means to Go.</summary>
    /// <exception cref="ArgumentException">It has what the two might take differently.</exception>
    public static Regex Pattern(string pattern) => Uncommon().IsMatch(pattern)
        ? throw new ArgumentException("The expression is not plain.")
        : new Regex(pattern.Replace("\\d", "[0-9]", StringComparison.Ordinal).Replace("\\w", "[0-9A-Za-z_]", StringComparison.Ordinal).Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestMatch);

    /// <summary>What matches are replaced by: in Go a name goes on as far as it can, and a group that is not there is empty.</summary>
    /// <exception cref="ArgumentException">The two might take it differently.</exception>
    public static string Replacement(string text, Regex pattern) => Groups().Replace(text, "").Contains('$', StringComparison.Ordinal)
        ? throw new ArgumentException("The replacement is not plain.")
        : Groups().Replace(text, match => pattern.GetGroupNumbers().Contains(match.Value.First(char.IsAsciiDigit) - '0') ? match.Value : "");

    [GeneratedRegex(@"\A[A-Z]?[a-z]+(?:[-_ ][a-z]+|[A-Z][a-z]+)*\z")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<=[a-z])[A-Z]")]
    private static partial Regex Capital();

    // Escapes other than these, classes in classes, flags, lookarounds, and dollars that are no end.
    [GeneratedRegex(@"\\[^dw.\-/\\\[\](){}*+?|^$]|\(\?|\[[^\]]*(?:\[|&&|\\[dw]|-\[|\$)|\\\$|\$.|\\\\|[^\x20-\x7e]")]
    private static partial Regex Uncommon();

    [GeneratedRegex(@"\$\{[0-9]\}|\$[0-9](?![0-9A-Za-z_])")]
    private static partial Regex Groups();
}
