using AiSre.Components.Runbooks;

namespace AiSre.Tests.Components.Runbooks;

public class SafeMarkdownTests
{
    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](<java\tscript:alert(1)>)")]
    [InlineData("[a](&#106;avascript:alert(1))")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a](data:text/html,x)")]
    [InlineData("[a][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![a](javascript:alert(1))")]
    public void A_link_that_would_run_something_leads_nowhere(string markdown)
    {
        var html = SafeMarkdown.ToHtml(markdown).Value;

        Assert.DoesNotMatch("(?i)href=\"[^\"]*(script|data):", html);
        Assert.DoesNotMatch("(?i)src=", html);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a <img src=x onerror=alert(1)> b")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    public void Html_is_shown_as_text(string markdown)
    {
        Assert.DoesNotMatch("<(script|img|a)[ >]", SafeMarkdown.ToHtml(markdown).Value);
    }

    [Theory]
    [InlineData("[a](https://status.example/x?y=1:2)", "https://status.example/x?y=1:2")]
    [InlineData("[a](runbooks/other)", "runbooks/other")]
    [InlineData("[a](#symptom)", "#symptom")]
    [InlineData("<https://status.example>", "https://status.example")]
    [InlineData("<oncall@example.org>", "mailto:oncall@example.org")]
    public void Other_links_lead_where_they_say(string markdown, string target)
    {
        Assert.Contains($"href=\"{target}\"", SafeMarkdown.ToHtml(markdown).Value);
    }

    [Fact]
    public void An_image_becomes_a_link_so_that_nothing_is_fetched_by_reading()
    {
        Assert.Equal("<p><a href=\"https://x.example/a.png\">chart</a></p>\n", SafeMarkdown.ToHtml("![chart](https://x.example/a.png)").Value);
    }

    [Fact]
    public void The_title_is_not_said_twice_and_headings_start_below_it()
    {
        Assert.Equal("<h2>Symptom</h2>\n", SafeMarkdown.ToHtml("# The title\n# Symptom", "The title").Value);
    }
}
