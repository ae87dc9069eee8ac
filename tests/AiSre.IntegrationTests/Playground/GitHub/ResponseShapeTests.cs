using System.Text;
using System.Text.Json;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>What the playground answers is what GitHub's own description says GitHub answers.</summary>
public sealed class ResponseShapeTests : IAsyncLifetime
{
    private GitHubDriver github = null!;

    public async ValueTask InitializeAsync() =>
        github = await GitHubDriver.StartAsync(options => options.Webhooks.Add(new GitHubWebhookOptions(new Uri("http://127.0.0.1:9/"), null)));

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_answer_fits_GitHubs_own_description()
    {
        var description = await GitHubDescription.ReadAsync();
        await TourAsync();

        var exchanges = github.Exchanges.All;
        var mistakes = new List<string>();
        foreach (var exchange in exchanges)
        {
            var found = await description.MistakesAsync(exchange.Method, exchange.Path, exchange.Status, exchange.Body);
            mistakes.AddRange(found.Select(mistake => $"{exchange.Method} {exchange.Path} {exchange.Status}: {mistake}"));
        }

        Assert.True(exchanges.Count > 60, $"The tour made only {exchanges.Count} calls.");
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    [Fact]
    public async Task The_check_finds_an_answer_that_does_not_fit()
    {
        var description = await GitHubDescription.ReadAsync();

        Assert.NotEmpty(await description.MistakesAsync("GET", "/repos/acme/shop/pulls/1", 200, """{"number":1,"state":"open"}"""));
        Assert.NotEmpty(await description.MistakesAsync("GET", "/repos/acme/shop/git/ref/heads/main", 200, """{"ref":null,"node_id":"x","url":"x","object":null}"""));
        Assert.NotEmpty(await description.MistakesAsync("GET", "/repos/acme/shop/nothing/like/it", 200, "{}"));
    }

    /// <summary>One call of every kind, and the refusals.</summary>
    private async Task TourAsync()
    {
        using var http = github.Http(GitHubDriver.Admin);
        using var app = github.Http(GitHubDriver.App);
        using var outsider = github.Http(GitHubDriver.Outsider);
        using var reader = github.Http(GitHubDriver.Reader);
        using var stranger = github.Http("wrong");
        var main = github.Head("main");
        var fix = github.Branch("fix/a");
        github.Commit("conflict", GitHubDriver.Deployment, "image: other\n");
        const string Repo = "repos/acme/shop";

        foreach (var path in (string[])
            ["user", "user/repos", "rate_limit", Repo, $"{Repo}/branches", $"{Repo}/branches/fix/a", $"{Repo}/git/ref/heads/main",
             $"{Repo}/git/matching-refs/heads/fix", $"{Repo}/git/commits/{main}", $"{Repo}/git/trees/{main}", $"{Repo}/git/trees/{main}?recursive=1",
             $"{Repo}/commits", $"{Repo}/commits/{main}", $"{Repo}/compare/main...fix/a", $"{Repo}/compare/fix/a...main", $"{Repo}/compare/{main}...{fix}",
             $"{Repo}/commits?path={GitHubDriver.Deployment}&sha={fix}&per_page=50", $"{Repo}/contents/README.md", $"{Repo}/contents/README.md?ref={main}",
             $"{Repo}/contents/apps", $"{Repo}/labels", $"{Repo}/hooks", $"{Repo}/commits/{main}/status",
             $"{Repo}/commits/{main}/check-runs", $"{Repo}/commits/{main}/statuses", $"{Repo}/branches/nothing", $"{Repo}/git/ref/heads/nothing",
             $"{Repo}/contents/nothing", $"{Repo}/commits/nothing", $"{Repo}/pulls/99"])
        {
            await SendAsync(http, "GET", path);
        }

        await SendAsync(stranger, "GET", Repo);
        await SendAsync(outsider, "GET", Repo);
        await SendAsync(reader, "POST", $"{Repo}/git/refs", "{}");
        await SendAsync(http, "POST", $"{Repo}/git/refs", $$"""{"ref":"refs/heads/made","sha":"{{main}}"}""");
        await SendAsync(http, "POST", $"{Repo}/git/refs", $$"""{"ref":"refs/heads/made","sha":"{{main}}"}""");
        await SendAsync(http, "PATCH", $"{Repo}/git/refs/heads/made", $$"""{"sha":"{{fix}}"}""");
        await SendAsync(http, "PATCH", $"{Repo}/git/refs/heads/made", $$"""{"sha":"{{main}}"}""");
        await SendAsync(http, "DELETE", $"{Repo}/git/refs/heads/made");
        await SendAsync(http, "DELETE", $"{Repo}/git/refs/heads/made");
        await SendAsync(http, "POST", $"{Repo}/git/blobs", """{"content":"x"}""");
        await SendAsync(http, "GET", $"{Repo}/git/blobs/c1b0730e0133403c3ef2afe0ab2ba3e8e4e6d5b3");
        await SendAsync(http, "GET", $"{Repo}/git/blobs/{Sha(await SendAsync(http, "POST", $"{Repo}/git/blobs", """{"content":"y"}"""))}");
        var tree = Sha(await SendAsync(http, "POST", $"{Repo}/git/trees", """{"tree":[{"path":"a","mode":"100644","type":"blob","content":"x"}]}"""));
        await SendAsync(http, "POST", $"{Repo}/git/commits", $$"""{"message":"m","tree":"{{tree}}","parents":["{{main}}"]}""");
        var made = await SendAsync(http, "PUT", $"{Repo}/contents/new.md", """{"message":"m","content":"eA=="}""");
        await SendAsync(http, "PUT", $"{Repo}/contents/new.md", """{"message":"m","content":"eA==","sha":"0"}""");
        var blob = JsonDocument.Parse(made).RootElement.GetProperty("content").GetProperty("sha").GetString();
        await SendAsync(http, "DELETE", $"{Repo}/contents/new.md", $$"""{"message":"m","sha":"{{blob}}"}""");

        await SendAsync(http, "POST", $"{Repo}/pulls", """{"title":"A","head":"fix/a","base":"main","body":"b"}""");
        await SendAsync(http, "POST", $"{Repo}/pulls", """{"title":"A","head":"fix/a","base":"main"}""");
        await SendAsync(http, "POST", $"{Repo}/pulls", """{"title":"A","head":"nothing","base":"main"}""");
        await SendAsync(http, "POST", $"{Repo}/issues/1/labels", """{"labels":["aisre"]}""");
        await SendAsync(http, "POST", $"{Repo}/issues/1/comments", """{"body":"c"}""");
        await SendAsync(http, "POST", $"{Repo}/labels", """{"name":"new","color":"ff0000"}""");
        await SendAsync(http, "POST", $"{Repo}/labels", """{"name":"new","color":"ff0000"}""");
        await SendAsync(http, "POST", $"{Repo}/pulls/1/requested_reviewers", """{"reviewers":["rita"]}""");
        await SendAsync(http, "POST", $"{Repo}/pulls/1/requested_reviewers", """{"reviewers":["nobody"]}""");
        await SendAsync(reader, "POST", $"{Repo}/pulls/1/reviews", """{"event":"APPROVE"}""");
        await SendAsync(http, "POST", $"{Repo}/pulls/1/reviews", """{"event":"APPROVE"}""");
        await SendAsync(http, "POST", $"{Repo}/statuses/{fix}", """{"state":"success","context":"lint"}""");
        var run = await SendAsync(app, "POST", $"{Repo}/check-runs", $$"""{"output":{"title":"t","summary":"s"},"name":"proof","head_sha":"{{fix}}"}""");
        var runId = JsonDocument.Parse(run).RootElement.GetProperty("id").GetInt64();
        await SendAsync(app, "PATCH", $"{Repo}/check-runs/{runId}", """{"conclusion":"success"}""");
        await SendAsync(http, "POST", $"{Repo}/rulesets", """{"name":"other","target":"branch","enforcement":"active","conditions":{"ref_name":{"include":["refs/heads/fix/a"],"exclude":[]}},"rules":[{"type":"pull_request","parameters":{"required_approving_review_count":1,"require_code_owner_review":true,"dismiss_stale_reviews_on_push":false,"require_last_push_approval":false,"required_review_thread_resolution":false}},{"type":"required_linear_history"}]}""");
        await SendAsync(http, "PUT", $"{Repo}/branches/made/protection", """{"required_pull_request_reviews":{"required_approving_review_count":2},"required_status_checks":{"strict":true,"contexts":["test"]},"enforce_admins":true,"restrictions":null}""");
        await SendAsync(reader, "GET", $"{Repo}/branches/made/protection");
        await SendAsync(http, "DELETE", $"{Repo}/branches/made/protection");
        await SendAsync(http, "GET", $"{Repo}/branches/made/protection");
        await SendAsync(http, "PUT", $"{Repo}/branches/fix%2Fa/protection", """{"required_pull_request_reviews":null,"required_status_checks":{"strict":true,"contexts":["test"]},"enforce_admins":true,"restrictions":null}""");
        foreach (var path in (string[])["branches/fix/a", "rules/branches/fix/a", "rules/branches/main"])
        {
            await SendAsync(http, "GET", $"{Repo}/{path}");
        }

        foreach (var path in (string[])
            ["pulls", "pulls/1", "pulls/1/files", "pulls/1/commits", "pulls/1/reviews", "issues/1", "issues/1/comments", "issues/1/labels",
             $"commits/{fix}/status", $"commits/{fix}/statuses", $"commits/{fix}/check-runs", "labels/new"])
        {
            await SendAsync(http, "GET", $"{Repo}/{path}");
        }

        await SendAsync(http, "PUT", $"{Repo}/pulls/1/update-branch");
        await SendAsync(http, "PUT", $"{Repo}/pulls/1/merge", $$"""{"sha":"{{main}}"}""");
        await SendAsync(http, "PUT", $"{Repo}/pulls/1/merge", "{}");
        await SendAsync(http, "PUT", $"{Repo}/pulls/1/merge", "{}");
        await SendAsync(http, "GET", $"{Repo}/pulls/1");
        await SendAsync(http, "POST", $"{Repo}/pulls", """{"title":"B","head":"conflict","base":"main"}""");
        await SendAsync(http, "PUT", $"{Repo}/pulls/2/merge", "{}");
        await SendAsync(http, "PATCH", $"{Repo}/pulls/2", """{"state":"closed","title":"C"}""");
        await SendAsync(http, "GET", $"{Repo}/issues/2");
        await SendAsync(http, "GET", $"{Repo}/pulls?state=all");

        await SendAsync(http, "POST", $"{Repo}/hooks", """{"config":{"url":"http://127.0.0.1:9/other","secret":"s"},"events":["push"]}""");
        await SendAsync(http, "POST", $"{Repo}/hooks", """{"config":{}}""");
        var hook = JsonDocument.Parse(await SendAsync(http, "GET", $"{Repo}/hooks")).RootElement[0].GetProperty("id").GetInt64();
        await SendAsync(http, "GET", $"{Repo}/hooks/{hook}");
        await Eventually.BeAsync(async () =>
            JsonDocument.Parse(await SendAsync(http, "GET", $"{Repo}/hooks/{hook}/deliveries")).RootElement.GetArrayLength() > 0);
        var delivery = JsonDocument.Parse(await SendAsync(http, "GET", $"{Repo}/hooks/{hook}/deliveries"))
            .RootElement[0].GetProperty("id").GetInt64();
        await SendAsync(http, "GET", $"{Repo}/hooks/{hook}/deliveries/{delivery}");
    }

    private static string Sha(string body) => JsonDocument.Parse(body).RootElement.GetProperty("sha").GetString()!;

    private static async Task<string> SendAsync(HttpClient http, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
