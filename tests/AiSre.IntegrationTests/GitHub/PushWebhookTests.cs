using AiSre.GitHub;
using AiSre.GitHub.Webhooks;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;

namespace AiSre.IntegrationTests.GitHub;

/// <summary>A push is understood as GitHub tells it.</summary>
public sealed class PushWebhookTests : IAsyncLifetime
{
    private readonly WebhookReceiver receiver = new();
    private GitHubDriver github = null!;
    private ProductDriver product = null!;

    public async ValueTask InitializeAsync()
    {
        await receiver.StartAsync();
        github = await GitHubDriver.StartAsync(options => options.Webhooks.Add(new GitHubWebhookOptions(receiver.Address, "between-us", "push")));
        product = new ProductDriver(github.Address, ("WebhookSecret", "between-us"));
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await github.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_push_arrives_with_repository_and_branch()
    {
        var head = github.Head("main");
        await github.Octokit().Git.Reference.Create("acme", "shop", new Octokit.NewReference("refs/heads/fix/a", head));
        await Infrastructure.Eventually.BeAsync(() => receiver.Messages.Count > 0 && receiver.Messages[^1].Json.GetProperty("ref").GetString() == "refs/heads/fix/a");

        var pushed = Assert.IsType<WebhookMessage.Pushed>(Read(receiver.Messages[^1]));
        Assert.Equal((RepositoryAddress.Parse(github.RepoUrl), "fix/a"), (pushed.Repository, pushed.Branch));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("""{"ref":1,"repository":{"html_url":"https://github.com/a/b"}}""")]
    [InlineData("""{"ref":"refs/heads/main","repository":[]}""")]
    public void What_is_no_push_is_not_read(string body) => Assert.Null(GitHubWebhook.ParsePush(body));

    [Fact]
    public void A_tag_is_no_branch() =>
        Assert.Null(GitHubWebhook.ParsePush("""{"ref":"refs/tags/v1","repository":{"html_url":"https://github.com/a/b"}}""")!.Value.Branch);

    private WebhookMessage Read(WebhookReceiver.Message message) => product.Get<GitHubWebhooks>().Read(message.Event, message.Delivery, message.Signature, message.Body);
}
