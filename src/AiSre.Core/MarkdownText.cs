using System.Text;

namespace AiSre;

/// <summary>What others wrote, within Markdown of AiSre's: it can neither format nor link, nor call anybody.</summary>
public static class MarkdownText
{
    private const int LongestQuote = 400;

    /// <summary>Evidence is written by whoever can write to a cluster: it is quoted as code, which no Markdown, mention or link escapes.</summary>
    public static string Code(string text)
    {
        var line = VisibleText.Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        line = line.Length > LongestQuote ? line[..LongestQuote] + "…" : line;
        var fence = new string('`', LongestRun(line, '`') + 1);
        return fence.Length == 1 ? $"`{line}`" : $"{fence} {line} {fence}";
    }

    /// <summary>Names from a cluster stand in AiSre's own sentences too; there they are text, not Markdown, and call nobody.</summary>
    public static string Prose(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in VisibleText.Of(string.Join(' ', text.Split('\r', '\n', '\t'))))
        {
            _ = character switch
            {
                '@' => plain.Append("&#64;"),
                '&' => plain.Append("&amp;"),
                '<' => plain.Append("&lt;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' => plain.Append('\\').Append(character),
                _ => plain.Append(character),
            };
        }

        return plain.ToString();
    }

    private static int LongestRun(string text, char of)
    {
        var (longest, current) = (0, 0);
        foreach (var character in text)
        {
            current = character == of ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
