using System.Net;

namespace AiSre.IntegrationTests.Playground.GitHub;

public sealed class PullRequestPageTests : IAsyncLifetime
{
    private GitHubDriver github = null!;
    private HttpClient browser = null!;
    private Octokit.PullRequest opened = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDriver.StartAsync();
        browser = new HttpClient { BaseAddress = github.Address };
        github.Branch("fix");
        opened = await github.Octokit().PullRequest.Create("acme", "shop", new Octokit.NewPullRequest("Use <b>B</b>", "fix", "main")
        {
            Body = "## Cause\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script><!-- aisre:mark -->",
        });
    }

    public ValueTask DisposeAsync()
    {
        browser.Dispose();
        return github.DisposeAsync();
    }

    [Fact]
    public async Task The_links_to_a_commit_and_to_a_line_lead_somewhere()
    {
        var commit = await browser.GetStringAsync($"acme/shop/commit/{github.Head("fix")}", TestContext.Current.CancellationToken);
        var file = await browser.GetStringAsync($"acme/shop/blob/{github.Head("fix")}/{GitHubDriver.Deployment}", TestContext.Current.CancellationToken);

        Assert.Contains("Use registry-b.example/web:1.4", commit, StringComparison.Ordinal);
        Assert.Contains("<span class=\"add\">+image: registry-b.example/web:1.4</span>", commit, StringComparison.Ordinal);
        Assert.Matches("id=\"L1\"[^\n]*image: registry-b.example/web:1.4", file);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"acme/shop/commit/{new string('0', 40)}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("acme/shop/blob/main/nothing", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_link_shows_title_body_state_and_changes_and_runs_nothing_of_the_body()
    {
        var page = await browser.GetStringAsync(new Uri(opened.HtmlUrl), TestContext.Current.CancellationToken);

        Assert.Contains("Use &lt;b&gt;B&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", page, StringComparison.Ordinal);
        Assert.Contains("id=\"state\">Open<", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"add\">+image: registry-b.example/web:1.4</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("aisre:mark", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_merges_there_under_their_name()
    {
        var answer = await PressAsync("merge", "ana", opened.Head.Sha);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var after = await github.Octokit().PullRequest.Get("acme", "shop", opened.Number);
        Assert.Equal((true, "ana", github.Head("main")), (after.Merged, after.MergedBy.Login, after.MergeCommitSha));
    }

    [Fact]
    public async Task A_person_closes_there_under_their_name()
    {
        await PressAsync("close", "ana", opened.Head.Sha);

        var after = await github.Octokit().Issue.Get("acme", "shop", opened.Number);
        Assert.Equal(("closed", "ana"), (after.State.StringValue, after.ClosedBy.Login));
    }

    [Fact]
    public async Task Merging_what_the_page_did_not_show_is_refused()
    {
        github.Commit("fix", "README.md", "# More\n");

        var answer = await PressAsync("merge", "ana", opened.Head.Sha);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Head branch was modified", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False((await github.Octokit().PullRequest.Get("acme", "shop", opened.Number)).Merged);
    }

    [Theory]
    [InlineData("rita", "same-origin")]
    [InlineData("nobody", "same-origin")]
    [InlineData("ana", "cross-site")]
    public async Task Nobody_without_the_right_and_no_other_site_presses_a_button(string login, string site)
    {
        var answer = await PressAsync("merge", login, opened.Head.Sha, site);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False((await github.Octokit().PullRequest.Get("acme", "shop", opened.Number)).Merged);
    }

    [Fact]
    public async Task The_list_links_every_pull_request()
    {
        var page = await browser.GetStringAsync("/acme/shop/pulls", TestContext.Current.CancellationToken);

        Assert.Contains("href=\"/acme/shop/pull/1\"", page, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PressAsync(string action, string login, string sha, string site = "same-origin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/acme/shop/pull/{opened.Number}")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["action"] = action, ["login"] = login, ["sha"] = sha }),
        };
        request.Headers.Add("Sec-Fetch-Site", site);
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
