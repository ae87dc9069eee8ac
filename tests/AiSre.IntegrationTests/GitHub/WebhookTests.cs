using AiSre.GitHub;
using AiSre.GitHub.Webhooks;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;

namespace AiSre.IntegrationTests.GitHub;

/// <summary>What GitHub posts is understood, and only what GitHub posts.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly WebhookReceiver receiver = new();
    private GitHubDriver github = null!;
    private ProductDriver product = null!;

    public async ValueTask InitializeAsync()
    {
        await receiver.StartAsync();
        github = await GitHubDriver.StartAsync(options => options.Webhooks.Add(
            new GitHubWebhookOptions(receiver.Address, "between-us", "pull_request", "ping")));
        product = new ProductDriver(github.Address, ("WebhookSecret", "between-us"));
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await github.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_merge_by_a_person_arrives_with_who_and_what()
    {
        var opened = await product.OpenAsync();
        var merged = await github.Octokit(GitHubDriver.Admin).PullRequest.Merge("acme", "shop", opened.Number, new Octokit.MergePullRequest());
        await receiver.SeeAsync(2);

        var told = Assert.IsType<WebhookMessage.Changed>(Read(receiver.Messages[^1])).Event;

        Assert.Equal(("closed", "ana"), (told.Action, told.SenderLogin));
        Assert.Equal(RepositoryAddress.Parse(github.RepoUrl), told.Repository);
        Assert.Equal(github.RepoUrl, told.CloneUrl);
        Assert.Equal(
            (PullRequestStatus.Merged, merged.Sha, "ana", opened.HeadSha),
            (told.PullRequest.State, told.PullRequest.MergeSha, told.PullRequest.MergedBy, told.PullRequest.HeadSha));
        Assert.Equal(receiver.Messages[^1].Delivery, told.DeliveryId);
    }

    [Fact]
    public async Task A_close_by_a_person_arrives_with_who()
    {
        var opened = await product.OpenAsync();
        await github.Octokit(GitHubDriver.Admin).PullRequest.Update(
            "acme", "shop", opened.Number, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });
        await receiver.SeeAsync(2);

        var told = Assert.IsType<WebhookMessage.Changed>(Read(receiver.Messages[^1])).Event;

        Assert.Equal((PullRequestStatus.Closed, "ana"), (told.PullRequest.State, told.PullRequest.ClosedBy));
    }

    [Fact]
    public async Task A_forged_changed_or_foreign_message_is_refused()
    {
        await product.OpenAsync();
        await receiver.SeeAsync(1);
        var message = receiver.Messages[0];
        await using var stranger = new ProductDriver(new Uri("http://127.0.0.1:1/"), ("WebhookSecret", "between-us"));
        await using var silent = new ProductDriver(github.Address);

        Assert.IsType<WebhookMessage.Refused>(Read(message with { Signature = null }));
        Assert.IsType<WebhookMessage.Refused>(Read(message with { Signature = "sha256=" + new string('0', 64) }));
        Assert.IsType<WebhookMessage.Refused>(Read(message with { Body = [.. message.Body, (byte)' '] }));
        Assert.IsType<WebhookMessage.Refused>(Read(message, stranger));
        Assert.IsType<WebhookMessage.Refused>(Read(message, silent));
    }

    [Fact]
    public async Task A_genuine_message_about_something_else_is_ignored()
    {
        await product.OpenAsync();
        await receiver.SeeAsync(1);

        Assert.IsType<WebhookMessage.Ignored>(Read(receiver.Messages[0] with { Event = "ping" }));
    }

    private WebhookMessage Read(WebhookReceiver.Message message, ProductDriver? driver = null) =>
        (driver ?? product).Get<GitHubWebhooks>().Read(message.Event, message.Delivery, message.Signature, message.Body);
}
