namespace AiSre.Runbooks.Format;

/// <summary>A runbook's text cut in two: the YAML between the first two lines of <c>---</c>, and the Markdown after them.</summary>
/// <param name="Yaml">The front matter without its delimiters.</param>
/// <param name="Body">Everything after the closing delimiter's line.</param>
internal readonly record struct FrontMatter(string Yaml, string Body)
{
    /// <summary>The line of the whole text on which the YAML begins, from 1.</summary>
    public const int FirstLine = 2;

    /// <summary>Cuts the text, or says what is missing.</summary>
    public static RunbookError? TrySplit(string text, out FrontMatter frontMatter)
    {
        frontMatter = default;
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        if (!TryReadLine(text, start, out var line, out var next) || line is not "---")
        {
            return new RunbookError(1, 1, "a runbook begins with a line '---' and its front matter (id, title, owner, …); add it above the text");
        }

        var yamlStart = next;
        for (var position = next; TryReadLine(text, position, out line, out next); position = next)
        {
            if (line is "---")
            {
                frontMatter = new FrontMatter(text[yamlStart..position], text[next..]);
                return null;
            }
        }

        return new RunbookError(1, 1, "the front matter is not closed; add a line '---' after its last key");
    }

    private static bool TryReadLine(string text, int start, out ReadOnlySpan<char> line, out int next)
    {
        if (start >= text.Length)
        {
            line = default;
            next = start;
            return false;
        }

        var end = text.IndexOf('\n', start);
        next = end < 0 ? text.Length : end + 1;
        line = text.AsSpan(start, next - start).TrimEnd();
        return true;
    }
}
