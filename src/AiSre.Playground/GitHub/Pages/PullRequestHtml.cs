using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.State;
using Markdig;

namespace AiSre.Playground.GitHub.Pages;

/// <summary>Writes pull requests as HTML.</summary>
internal static partial class PullRequestHtml
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
        h1{font-size:1.5rem;margin:0 0 .25rem}a{color:#0550ae}table{border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:.2rem .6rem}
        .state{display:inline-block;border-radius:1rem;padding:.1rem .7rem;color:#fff;background:#1a7f37}.Merged{background:#8250df}.Closed{background:#cf222e}
        .box{border:1px solid #d1d9e0;border-radius:.4rem;padding:.75rem 1rem;margin:1rem 0}.refused{border-color:#cf222e}.quiet{color:#59636e}
        pre{overflow:auto;font:13px/1.45 ui-monospace,monospace;margin:0}code{font:13px ui-monospace,monospace}.box pre span{display:block;white-space:pre}
        .add{background:#dafbe1}.del{background:#ffebe9}.hunk{color:#59636e;background:#ddf4ff}
        .number{color:#59636e;user-select:none}.box pre .number{display:inline}.box pre span:target{background:#fff8c5}
        button,select{font:inherit;padding:.3rem .8rem}button.merge{background:#1f883d;color:#fff;border:1px solid #1f883d;border-radius:.3rem}
        """;

    private static readonly MarkdownPipeline Markdown =
        new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseAutoLinks().DisableHtml().Build();

    public static IResult Answer(string page, int status = StatusCodes.Status200OK) =>
        Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8, status);

    public static string List(RepositoryState state)
    {
        var rows = state.PullRequests.AsEnumerable().Reverse().Select(pullRequest =>
            $"<p><span class=\"state {Word(pullRequest)}\">{Word(pullRequest)}</span> "
            + $"<a href=\"/{state.FullName}/pull/{pullRequest.Number}\">#{pullRequest.Number} {Encode(pullRequest.Title)}</a></p>");
        return Frame($"Pull requests of {state.FullName}", $"<h1>Pull requests of {state.FullName}</h1>{string.Concat(rows)}");
    }

    public static string Page(
        RepositoryState state, PullRequestState pullRequest, string diff, IReadOnlyList<string> people, string? refusal)
    {
        var page = new StringBuilder();
        page.Append($"<p class=\"quiet\"><a href=\"/{state.FullName}/pulls\">{state.FullName}</a> on the playground's GitHub</p>")
            .Append($"<h1>{Encode(pullRequest.Title)} <span class=\"quiet\">#{pullRequest.Number}</span></h1>")
            .Append($"<p><span class=\"state {Word(pullRequest)}\" id=\"state\">{Word(pullRequest)}</span> {Story(pullRequest)}</p>");
        if (refusal is not null)
        {
            page.Append($"<div class=\"box refused\" role=\"alert\">{Encode(refusal)}</div>");
        }

        page.Append($"<div class=\"box\" id=\"body\">{Text(pullRequest.Body ?? "")}</div>");
        foreach (var review in pullRequest.Reviews)
        {
            page.Append($"<div class=\"box\"><b>{Encode(review.Author)}</b> <span class=\"quiet\">{review.State.ToLowerInvariant().Replace('_', ' ')}</span>{Text(review.Body)}</div>");
        }

        foreach (var comment in pullRequest.Comments)
        {
            page.Append($"<div class=\"box\"><b>{Encode(comment.Author)}</b>{Text(comment.Body)}</div>");
        }

        page.Append(Buttons(state, pullRequest, people));
        page.Append($"<h2>Changes</h2><div class=\"box\"><pre id=\"diff\">{string.Concat(diff.TrimEnd('\n').Split('\n').Select(Line))}</pre></div>");
        return Frame($"{pullRequest.Title} #{pullRequest.Number}", page.ToString());
    }

    private static string Story(PullRequestState pullRequest)
    {
        var branches = $"<code>{Encode(pullRequest.HeadRef)}</code> into <code>{Encode(pullRequest.BaseRef)}</code>";
        return pullRequest switch
        {
            { MergedBy: { } login } => $"{Encode(login)} merged {branches} as <code>{pullRequest.MergeSha![..7]}</code>",
            { ClosedBy: { } login } => $"{Encode(login)} closed it; it was to merge {branches}",
            _ => $"{Encode(pullRequest.Author)} wants to merge {branches}, head <code>{pullRequest.HeadSha[..7]}</code>",
        };
    }

    private static string Buttons(RepositoryState state, PullRequestState pullRequest, IReadOnlyList<string> people)
    {
        if (pullRequest.IsMerged || people.Count == 0)
        {
            return "";
        }

        var logins = string.Concat(people.Select(login => $"<option>{Encode(login)}</option>"));
        var conflict = MergeRules.Mergeability(state, pullRequest) is { Mergeable: false }
            ? "<p>This branch has conflicts with the base branch.</p>" : "";
        var buttons = pullRequest.IsOpen
            ? "<button class=\"merge\" name=\"action\" value=\"merge\">Merge pull request</button> <button name=\"action\" value=\"close\">Close pull request</button>"
            : "<button name=\"action\" value=\"reopen\">Reopen pull request</button>";
        return $"""
            <form class="box" method="post" action="/{state.FullName}/pull/{pullRequest.Number}">{conflict}
            <input type="hidden" name="sha" value="{pullRequest.HeadSha}">
            <label>as <select name="login">{logins}</select></label> {buttons}</form>
            """;
    }

    public static string Line(string line)
    {
        var kind = line switch
        {
            ['@', '@', ..] => "hunk",
            ['+', ..] when !line.StartsWith("+++", StringComparison.Ordinal) => "add",
            ['-', ..] when !line.StartsWith("---", StringComparison.Ordinal) => "del",
            _ => "",
        };
        return $"<span class=\"{kind}\">{Encode(line)}</span>";
    }

    private static string Word(PullRequestState pullRequest) =>
        pullRequest.IsMerged ? "Merged" : pullRequest.IsOpen ? "Open" : "Closed";

    /// <summary>GitHub does not show comments of HTML; the rest of HTML is shown as it was typed.</summary>
    private static string Text(string markdown) => Markdig.Markdown.ToHtml(HtmlComment().Replace(markdown, ""), Markdown);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    public static string Frame(string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'self'">
        <title>{Encode(title)}</title><style>{Style}</style></head>
        <body>{body}</body></html>
        """;

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex HtmlComment();
}
