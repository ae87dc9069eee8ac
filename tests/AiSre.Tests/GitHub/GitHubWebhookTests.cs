using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiSre.GitHub;
using AiSre.GitHub.Webhooks;
using FsCheck.Xunit;

namespace AiSre.Tests.GitHub;

public sealed class GitHubWebhookTests
{
    /// <summary>The example of GitHub's documentation: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries.</summary>
    private const string Secret = "It's a Secret to Everybody";

    private const string Signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static readonly byte[] Body = "Hello, World!"u8.ToArray();

    public static TheoryData<string> PullRequestCases() => Cases(name => name.StartsWith("pull_request.", StringComparison.Ordinal));

    public static TheoryData<string> OtherCases() => Cases(name => !name.StartsWith("pull_request", StringComparison.Ordinal));

    [Fact]
    public void GitHubs_own_example_verifies() => Assert.True(GitHubWebhook.Verify(Secret, Body, Signature));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18")]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    public void Any_other_signature_does_not(string? signature) => Assert.False(GitHubWebhook.Verify(Secret, Body, signature));

    [Fact]
    public void Without_a_secret_nothing_verifies()
    {
        var signedWithNothing = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Array.Empty<byte>(), Body));

        Assert.False(GitHubWebhook.Verify("", Body, signedWithNothing));
    }

    [Property]
    public bool A_changed_body_never_verifies(byte[] body, byte added)
    {
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body));
        return GitHubWebhook.Verify(Secret, body, signature) && !GitHubWebhook.Verify(Secret, [.. body, added], signature);
    }

    [Theory]
    [MemberData(nameof(PullRequestCases), DisableDiscoveryEnumeration = true)]
    public async Task A_recorded_pull_request_event_is_read(string file)
    {
        var json = await ReadAsync(file);
        var expected = JsonDocument.Parse(json).RootElement;

        var told = GitHubWebhook.ParsePullRequest(json, "delivery-1");

        Assert.NotNull(told);
        Assert.Equal(expected.GetProperty("action").GetString(), told.Action);
        Assert.Equal(expected.GetProperty("repository").GetProperty("full_name").GetString(), told.Repository.FullName);
        Assert.Equal(expected.GetProperty("repository").GetProperty("clone_url").GetString(), told.CloneUrl);
        Assert.Equal(expected.GetProperty("sender").GetProperty("login").GetString(), told.SenderLogin);
        Assert.Equal("delivery-1", told.DeliveryId);
        var pullRequest = expected.GetProperty("pull_request");
        Assert.Equal(pullRequest.GetProperty("number").GetInt32(), told.PullRequest.Number);
        Assert.Equal(pullRequest.GetProperty("head").GetProperty("sha").GetString(), told.PullRequest.HeadSha);
        Assert.Equal(
            pullRequest.GetProperty("merged").GetBoolean() ? PullRequestStatus.Merged
                : pullRequest.GetProperty("state").GetString() == "closed" ? PullRequestStatus.Closed
                : PullRequestStatus.Open,
            told.PullRequest.State);
    }

    [Theory]
    [MemberData(nameof(OtherCases), DisableDiscoveryEnumeration = true)]
    public async Task A_recorded_event_of_another_kind_is_none_of_a_pull_request(string file) =>
        Assert.Null(GitHubWebhook.ParsePullRequest(await ReadAsync(file), "delivery-1"));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"action\":\"opened\"}")]
    [InlineData("{\"action\":\"opened\",\"pull_request\":[],\"repository\":{}}")]
    [InlineData("{\"action\":\"opened\",\"pull_request\":{\"head\":{}},\"repository\":{\"html_url\":\"https://github.com/acme/shop\"}}")]
    public void A_body_of_another_shape_is_not_one(string json) => Assert.Null(GitHubWebhook.ParsePullRequest(json, "delivery-1"));

    private static Task<string> ReadAsync(string file)
    {
        Assert.SkipWhen(Folder is null, "The recorded webhook payloads (../shared/cases/github-webhooks) are not on this machine.");
        return File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
    }

    /// <summary>Names of recorded payloads; one that is skipped with its reason where there are none.</summary>
    private static TheoryData<string> Cases(Func<string, bool> isMeant) =>
        Folder is null ? ["none"] : [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Where(isMeant)];

    /// <summary>The recorded payloads beside the repository; null where they are not.</summary>
    private static string? Folder { get; } = Ancestors(AppContext.BaseDirectory)
        .Select(folder => Path.Combine(folder, "shared", "cases", "github-webhooks"))
        .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Ancestors(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
