using System.Net;
using System.Text.Json;
using AiSre.Playground.GitHub;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>Tokens, rights, limits, conditional requests and faults.</summary>
public sealed class AccessTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private GitHubDriver? github;

    [Theory]
    [InlineData("wrong", "GET", "repos/acme/shop", 401, "Bad credentials")]
    [InlineData(null, "GET", "user", 401, "Requires authentication")]
    [InlineData(GitHubDriver.Outsider, "GET", "repos/acme/shop", 404, "Not Found")]
    [InlineData(GitHubDriver.Writer, "GET", "repos/acme/nothing", 404, "Not Found")]
    [InlineData(GitHubDriver.Writer, "GET", "nothing/of/the/kind", 404, "Not Found")]
    [InlineData(GitHubDriver.Reader, "POST", "repos/acme/shop/git/refs", 403, "Resource not accessible by personal access token")]
    [InlineData(GitHubDriver.Writer, "GET", "repos/acme/shop/hooks", 403, "Resource not accessible by personal access token")]
    [InlineData(GitHubDriver.Writer, "POST", "repos/acme/shop/check-runs", 403, "You must authenticate via a GitHub App.")]
    public async Task A_refusal_has_its_status_and_words(string? token, string method, string path, int status, string message)
    {
        github = await GitHubDriver.StartAsync();
        using var http = github.Http(token);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        var body = await BodyAsync(answer);
        Assert.Equal(message, body.GetProperty("message").GetString());
        Assert.StartsWith("https://docs.github.com/", body.GetProperty("documentation_url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_refused()
    {
        github = await GitHubDriver.StartAsync();
        using var http = github.Http();
        using var content = new StringContent("{\"title\":");

        var answer = await http.PostAsync("repos/acme/shop/pulls", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Problems parsing JSON", (await BodyAsync(answer)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_unchanged_answer_costs_nothing()
    {
        github = await GitHubDriver.StartAsync();
        using var http = github.Http();
        var first = await http.GetAsync("repos/acme/shop/branches/main", TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, "repos/acme/shop/branches/main");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var second = await http.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(Remaining(first), Remaining(second));

        github.Commit("main", "README.md", "# Changed\n");
        using var changed = new HttpRequestMessage(HttpMethod.Get, "repos/acme/shop/branches/main");
        changed.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var third = await http.SendAsync(changed, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(Remaining(second) - 1, Remaining(third));
    }

    [Fact]
    public async Task A_token_without_calls_left_waits_for_its_hour_to_end()
    {
        github = await GitHubDriver.StartAsync(options => options.RateLimit = 2, clock: clock);
        var client = github.Octokit();
        await client.User.Current();
        await client.User.Current();

        var refusal = await Assert.ThrowsAsync<Octokit.RateLimitExceededException>(() => client.User.Current());
        Assert.Equal(0, refusal.Remaining);
        Assert.Equal("rita", (await github.Octokit(GitHubDriver.Reader).User.Current()).Login);

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("aisre", (await client.User.Current()).Login);
    }

    [Fact]
    public async Task Asking_for_the_limit_is_free()
    {
        github = await GitHubDriver.StartAsync();
        var client = github.Octokit();
        await client.User.Current();

        await client.RateLimit.GetRateLimits();
        var limits = await client.RateLimit.GetRateLimits();

        Assert.Equal((5000, 4999), (limits.Resources.Core.Limit, limits.Resources.Core.Remaining));
    }

    [Fact]
    public async Task Too_much_content_in_a_minute_meets_the_secondary_limit()
    {
        github = await GitHubDriver.StartAsync(options => options.SecondaryRateLimit = 1, clock: clock);
        github.Branch("fix");
        var client = github.Octokit();
        await client.PullRequest.Create("acme", "shop", new Octokit.NewPullRequest("Fix", "fix", "main"));

        await Assert.ThrowsAsync<Octokit.SecondaryRateLimitExceededException>(() => client.Issue.Comment.Create("acme", "shop", 1, "Hello"));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Hello", (await client.Issue.Comment.Create("acme", "shop", 1, "Hello")).Body);
    }

    [Fact]
    public async Task A_fault_meets_as_many_calls_as_it_was_told()
    {
        github = await GitHubDriver.StartAsync();
        github.Faults.Add(new GitHubFault(FaultKind.ServerError, Count: 2) { Status = 503, Path = "/branches/" });
        using var http = github.Http();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "user"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "repos/acme/shop/branches/main"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "repos/acme/shop/branches/main"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "repos/acme/shop/branches/main"));
    }

    [Fact]
    public async Task A_fault_can_be_switched_on_and_off_from_outside()
    {
        github = await GitHubDriver.StartAsync();
        using var http = github.Http();
        using var fault = new StringContent("""{"kind":"RateLimited","status":429,"retryAfter":7}""", mediaType: new("application/json"));

        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsync("/playground/faults", fault, TestContext.Current.CancellationToken)).StatusCode);
        var limited = await http.GetAsync("user", TestContext.Current.CancellationToken);
        Assert.Equal(429, (int)limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), limited.Headers.RetryAfter?.Delta);

        github.Faults.Add(new GitHubFault(FaultKind.ServerError));
        await http.DeleteAsync("/playground/faults", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "user"));
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, false)]
    [InlineData(FaultKind.DropAfter, true)]
    public async Task A_dropped_connection_loses_the_answer_or_the_whole_call(FaultKind kind, bool hasHappened)
    {
        github = await GitHubDriver.StartAsync();
        github.Faults.Add(new GitHubFault(kind) { Method = "POST" });
        var client = github.Octokit();

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.Git.Reference.Create("acme", "shop", new Octokit.NewReference("refs/heads/fix", github.Head("main"))));

        Assert.Equal(hasHappened, github.Git.ResolveBranch("acme", "shop", "fix") is not null);
    }

    public async ValueTask DisposeAsync()
    {
        if (github is not null)
        {
            await github.DisposeAsync();
        }
    }

    private static int Remaining(HttpResponseMessage answer) =>
        int.Parse(answer.Headers.GetValues("X-RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path) =>
        (await http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode;

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
