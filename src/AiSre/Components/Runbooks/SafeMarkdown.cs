using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>Markdown that people or models wrote, as HTML that can do nothing: no HTML of its own, no scripts behind links, no images from elsewhere.</summary>
public static class SafeMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>The text as HTML. Headings start at level 2; a first heading that repeats <paramref name="title"/> is left out.</summary>
    public static MarkupString ToHtml(string markdown, string? title = null)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        if (document.FirstOrDefault() is HeadingBlock { Level: 1, Inline.FirstChild: LiteralInline { NextSibling: null } text } first
            && text.Content.ToString() == title)
        {
            document.Remove(first);
        }

        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Max(heading.Level, 2);
        }

        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            // An image would be fetched from wherever the text says; a link is only followed by a person.
            link.IsImage = false;
            link.Url = IsHarmless(link.Url) ? link.Url : null;
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsHarmless(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return new MarkupString(writer.ToString());
    }

    // Relative addresses lead into AiSre's own pages; of others only these schemes are known to open nothing but a page or a letter.
    private static bool IsHarmless(string? url) =>
        url is not null
        && !url.Any(char.IsControl)
        && (Uri.TryCreate(url, UriKind.Absolute, out var absolute)
            ? absolute.Scheme is "https" or "http" or "mailto"
            : !url.Contains(':', StringComparison.Ordinal) || url.IndexOf(':', StringComparison.Ordinal) > url.IndexOfAny(['/', '?', '#']) && url.IndexOfAny(['/', '?', '#']) >= 0);
}
