namespace AiSre.Components.Editing;

/// <summary>How the lines of a text end. A browser's text area knows only <c>\n</c>; a text that came with <c>\r\n</c> keeps it.</summary>
/// <param name="IsCrLf">Whether most end with <c>\r\n</c>.</param>
/// <param name="AreAlike">Whether all do the same.</param>
internal readonly record struct LineEnds(bool IsCrLf, bool AreAlike)
{
    /// <summary>Those of a text; of one line only, <c>\n</c>.</summary>
    public static LineEnds Of(string text)
    {
        var (all, two, lone) = (0, 0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            all += text[index] == '\n' ? 1 : 0;
            two += text[index] == '\n' && index > 0 && text[index - 1] == '\r' ? 1 : 0;
            lone += text[index] == '\r' && (index + 1 == text.Length || text[index + 1] != '\n') ? 1 : 0;
        }

        return new LineEnds(two * 2 > all, lone == 0 && (two == 0 || two == all));
    }

    /// <summary>A text with the line ends of another.</summary>
    public static string Like(string other, string text) => Of(other).In(text);

    /// <summary>A text with these.</summary>
    public string In(string text)
    {
        var plain = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return IsCrLf ? plain.Replace("\n", "\r\n", StringComparison.Ordinal) : plain;
    }
}
