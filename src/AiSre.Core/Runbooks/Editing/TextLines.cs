namespace AiSre.Runbooks.Editing;

/// <summary>The lines of a text without their ends, whichever those are.</summary>
internal static class TextLines
{
    public static IReadOnlyList<string> Of(string text)
    {
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            lines[line] = lines[line].TrimEnd('\r');
        }

        return lines;
    }
}
