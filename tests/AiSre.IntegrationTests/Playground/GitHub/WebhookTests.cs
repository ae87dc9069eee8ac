using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;

namespace AiSre.IntegrationTests.Playground.GitHub;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "between-us";

    private readonly WebhookReceiver receiver = new();
    private GitHubDriver github = null!;

    public async ValueTask InitializeAsync()
    {
        await receiver.StartAsync();
        github = await GitHubDriver.StartAsync(options => options.Webhooks.Add(new GitHubWebhookOptions(receiver.Address, Secret)));
    }

    public async ValueTask DisposeAsync()
    {
        await github.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_pull_requests_life_is_told_signed_and_in_order()
    {
        var client = github.Octokit();
        github.Branch("fix");
        var opened = await client.PullRequest.Create("acme", "shop", new Octokit.NewPullRequest("Fix", "fix", "main"));
        await client.Issue.Comment.Create("acme", "shop", opened.Number, "A word");
        await github.Octokit(GitHubDriver.Admin).PullRequest.Review.Create(
            "acme", "shop", opened.Number, new Octokit.PullRequestReviewCreate { Event = Octokit.PullRequestReviewEvent.Approve });
        await client.PullRequest.Update("acme", "shop", opened.Number, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });
        await client.PullRequest.Update("acme", "shop", opened.Number, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Open });
        var moved = github.Commit("fix", "README.md", "# More\n");
        await client.PullRequest.Merge("acme", "shop", opened.Number, new Octokit.MergePullRequest());

        await receiver.SeeAsync(11);

        Assert.Equal(
            [
                "push", "push", "pull_request opened", "issue_comment created", "pull_request_review submitted", "pull_request closed",
                "pull_request reopened", "push", "pull_request synchronize", "pull_request closed", "push",
            ],
            receiver.Messages.Select(message => $"{message.Event} {message.Action}".Trim()));
        Assert.All(receiver.Messages, message => Assert.Equal(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), message.Body)), message.Signature));
        Assert.Equal(11, receiver.Messages.Select(message => message.Delivery).Distinct().Count());
        Assert.Equal(moved, receiver.Messages[8].Json.GetProperty("after").GetString());
        Assert.True(receiver.Messages[9].Json.GetProperty("pull_request").GetProperty("merged").GetBoolean());
        Assert.False(receiver.Messages[5].Json.GetProperty("pull_request").GetProperty("merged").GetBoolean());
        Assert.Equal("aisre", receiver.Messages[5].Json.GetProperty("sender").GetProperty("login").GetString());
    }

    [Fact]
    public async Task Octokit_reads_the_payload_of_a_pull_request()
    {
        var client = github.Octokit();
        var sha = github.Branch("fix");
        await client.PullRequest.Create("acme", "shop", new Octokit.NewPullRequest("Fix", "fix", "main"));
        await receiver.SeeAsync(3);

        var payload = new Octokit.Internal.SimpleJsonSerializer()
            .Deserialize<Octokit.PullRequestEventPayload>(Encoding.UTF8.GetString(receiver.Messages[2].Body));

        Assert.Equal(("opened", "acme/shop", sha), (payload.Action, payload.Repository.FullName, payload.PullRequest.Head.Sha));
    }

    [Fact]
    public async Task A_webhook_made_over_the_api_is_pinged_and_hears_what_it_asked_for()
    {
        await using var other = new WebhookReceiver();
        await other.StartAsync();
        var admin = github.Octokit(GitHubDriver.Admin);

        await admin.Repository.Hooks.Create("acme", "shop", new Octokit.NewRepositoryHook(
            "web", new Dictionary<string, string> { ["url"] = other.Address.ToString(), ["content_type"] = "json" })
        {
            Events = ["pull_request"],
            Active = true,
        });
        github.Branch("fix");
        await github.Octokit().PullRequest.Create("acme", "shop", new Octokit.NewPullRequest("Fix", "fix", "main"));

        await other.SeeAsync(2);
        Assert.Equal(["ping", "pull_request"], other.Messages.Select(message => message.Event));
        Assert.Null(other.Messages[0].Signature);
    }

    [Fact]
    public async Task A_refused_delivery_is_not_repeated_by_itself_and_kept_to_be_sent_again()
    {
        receiver.Status = 500;
        github.Branch("fix");
        await receiver.SeeAsync(2);
        using var admin = github.Http(GitHubDriver.Admin);
        var hook = (await GetAsync(admin, "repos/acme/shop/hooks"))[0].GetProperty("id").GetInt64();

        var failed = await Eventually.SeeAsync<JsonDocument>("the kept delivery", async () =>
            await GetAsync(admin, $"repos/acme/shop/hooks/{hook}/deliveries") is var list && list.GetArrayLength() == 2
                ? JsonDocument.Parse(list.GetRawText()) : null);
        var newest = failed.RootElement[0];
        Assert.Equal((500, "push", false), (newest.GetProperty("status_code").GetInt32(), newest.GetProperty("event").GetString(), newest.GetProperty("redelivery").GetBoolean()));

        receiver.Status = 200;
        var again = await admin.PostAsync(
            $"repos/acme/shop/hooks/{hook}/deliveries/{newest.GetProperty("id").GetInt64()}/attempts", null, TestContext.Current.CancellationToken);
        Assert.Equal(202, (int)again.StatusCode);
        await receiver.SeeAsync(3);
        Assert.Equal(newest.GetProperty("guid").GetString(), receiver.Messages[2].Delivery);
        Assert.Equal(receiver.Messages[1].Body, receiver.Messages[2].Body);
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) =>
        JsonDocument.Parse(await http.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;
}
