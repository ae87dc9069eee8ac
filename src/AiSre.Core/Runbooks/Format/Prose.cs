using System.Collections.Immutable;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AiSre.Runbooks.Format;

/// <summary>Takes a runbook's Markdown apart by its headings; headings inside code blocks are none.</summary>
internal static class Prose
{
    public static ImmutableArray<RunbookSection> Sections(string markdown)
    {
        var headings = Markdown.Parse(markdown).OfType<HeadingBlock>().ToList();
        return
        [
            .. headings.Select((heading, index) =>
            {
                var next = headings.Skip(index + 1).FirstOrDefault(other => other.Level <= heading.Level);
                var start = Math.Min(heading.Span.End + 1, markdown.Length);
                return new RunbookSection(Title(heading), markdown[start..(next?.Span.Start ?? markdown.Length)].Trim());
            }),
        ];
    }

    private static string Title(HeadingBlock heading) =>
        string.Concat(heading.Inline?.Descendants().Select(Words) ?? []).Trim();

    private static string Words(MarkdownObject inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    };
}
