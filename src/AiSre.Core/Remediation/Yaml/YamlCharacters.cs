namespace AiSre.Remediation.Yaml;

/// <summary>Which characters may stand in a YAML text without an escape.</summary>
internal static class YamlCharacters
{
    /// <summary>Whether every character may stand as it is in any scalar on one line: no line break of any kind, no control character.</summary>
    public static bool ArePrintable(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (!IsPrintable(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same for one character; U+0085, U+2028 and U+2029 are line breaks to YAML 1.1 readers.</summary>
    public static bool IsPrintable(char c) =>
        c is '\t' or (>= ' ' and <= '~') or (>= '\u00A0' and not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF')) && !char.IsSurrogate(c);

    /// <summary>Whether a line has nothing but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(" \t\r\n") < 0;
}
