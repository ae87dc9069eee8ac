using AiSre.GitHub;
using AiSre.GitHub.Standing;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Playground.GitHub;
using Octokit;
using PullRequest = AiSre.GitHub.PullRequest;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>What keeps a pull request from being merged, and merging what has to go a longer way.</summary>
public sealed class StandingTests : IAsyncLifetime
{
    private GitHubDriver github = null!;
    private ProductDriver product = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDriver.StartAsync();
        product = new ProductDriver(github.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await github.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_in_the_way_costs_one_call()
    {
        var opened = await OpenAsync();
        var before = github.Exchanges.All.Count;

        Assert.Equal(new PullRequestStanding([], [], false, null), await product.Repository.StandingAsync(opened.Number, []));
        Assert.Equal(before + 1, github.Exchanges.All.Count);
    }

    [Fact]
    public async Task Branch_protection_is_explained_as_far_as_the_token_may_see_it()
    {
        await SendAsync("PUT", "branches/main/protection", """{"required_pull_request_reviews":{"required_approving_review_count":2},"required_status_checks":{"strict":false,"contexts":["test"]},"enforce_admins":true,"restrictions":null}""");
        var opened = await OpenAsync();

        var writer = await product.Repository.StandingAsync(opened.Number, []);
        await using var admin = new ProductDriver(github.Address, ("Token", GitHubDriver.Admin));
        var owner = await admin.Repository.StandingAsync(opened.Number, []);

        Assert.Equal(["It waits for the required check test, which nobody has reported yet."], writer.Waits.Select(wait => wait.Sentence));
        Assert.Equal(
            ["It waits for 2 approving reviews.", "It waits for the required check test, which nobody has reported yet."],
            owner.Waits.Select(wait => wait.Sentence));
        Assert.IsType<MergeResult.Waits>(await product.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));
    }

    [Fact]
    public async Task A_ruleset_asks_for_code_owners_and_their_review_clears_the_way()
    {
        await RulesetAsync("""{"type":"pull_request","parameters":{"required_approving_review_count":1,"require_code_owner_review":true,"dismiss_stale_reviews_on_push":false,"require_last_push_approval":false,"required_review_thread_resolution":false}}""");
        github.Commit("main", ".github/CODEOWNERS", "/apps/ @rita\n");
        var opened = await OpenAsync();
        var owners = await CodeOwners.ReadAsync(await product.Repository.TreeAsync(github.Head("main")), TestContext.Current.CancellationToken);
        FileOwners[] owned = [owners.Of(GitHubDriver.Deployment)];

        var before = await product.Repository.StandingAsync(opened.Number, [.. owned]);
        var refused = await product.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B", [.. owned]);
        await github.Octokit(GitHubDriver.Reader).PullRequest.Review.Create("acme", "shop", opened.Number, new PullRequestReviewCreate { Event = Octokit.PullRequestReviewEvent.Approve });
        var after = await product.Repository.StandingAsync(opened.Number, [.. owned], withReviews: true);

        Assert.Equal("It waits for 1 approving review, by the code owners too: @rita.", Assert.Single(before.Waits).Sentence);
        Assert.Equal(before.Waits, Assert.IsType<MergeResult.Waits>(refused).Standing.Waits);
        Assert.Empty(after.Waits);
        Assert.Equal(("rita", ReviewVerdict.Approved, opened.HeadSha), after.Reviews.Select(review => (review.By, review.Verdict, review.CommitSha)).Single());
    }

    [Fact]
    public async Task A_check_that_failed_is_no_matter_of_patience()
    {
        await RulesetAsync("""{"type":"required_status_checks","parameters":{"strict_required_status_checks_policy":false,"required_status_checks":[{"context":"test"}]}}""");
        var opened = await OpenAsync();
        await github.Octokit().Repository.Status.Create("acme", "shop", opened.HeadSha, new NewCommitStatus { Context = "test", State = CommitState.Failure });

        Assert.Equal("The required check test failed.", Assert.Single((await product.Repository.StandingAsync(opened.Number, [])).Waits).Sentence);
        Assert.IsType<MergeResult.NotMergeable>(await product.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));
    }

    [Fact]
    public async Task A_branch_that_takes_only_some_methods_is_merged_by_one_of_them()
    {
        await RulesetAsync("""{"type":"pull_request","parameters":{"allowed_merge_methods":["rebase"],"required_approving_review_count":0,"require_code_owner_review":false,"dismiss_stale_reviews_on_push":false,"require_last_push_approval":false,"required_review_thread_resolution":false}}""");
        var opened = await OpenAsync();

        Assert.IsType<MergeResult.Merged>(await product.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));
    }

    [Fact]
    public async Task A_draft_is_made_ready_before_it_is_merged()
    {
        await product.ProposeAsync();
        var opened = await product.Repository.OpenPullRequestAsync("aisre/web", "main", "Use registry B", "Because A is down.", [], isDraft: true);
        await KnownAsync(opened.Number);

        var standing = await product.Repository.StandingAsync(opened.Number, []);
        var merged = await product.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");

        Assert.True(opened.IsDraft);
        Assert.Equal((true, MergeWaitKind.Draft), (standing.IsDraft, Assert.Single(standing.Waits).Kind));
        Assert.IsType<MergeResult.Merged>(merged);
    }

    [Fact]
    public async Task A_branch_with_a_merge_queue_is_merged_through_it_once()
    {
        await RulesetAsync("""{"type":"merge_queue","parameters":{"merge_method":"SQUASH"}}""");
        var opened = await OpenAsync();

        var refused = Assert.IsType<MergeResult.Waits>(await product.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));
        Assert.Equal(MergeWaitKind.Queue, Assert.Single(refused.Standing.Waits).Kind);
        Assert.Null(await product.Repository.QueuePlaceAsync(opened.Number));

        Assert.Equal(1, (await product.Repository.EnqueueAsync(opened.Number, opened.HeadSha)).Position);
        Assert.NotNull(await product.Repository.EnqueueAsync(opened.Number, opened.HeadSha));
        await Eventually.BeAsync(async () => (await product.Repository.GetPullRequestAsync(opened.Number)).State == PullRequestStatus.Merged);
    }

    [Fact]
    public async Task Nothing_but_the_approved_commit_gets_into_the_queue()
    {
        await RulesetAsync("""{"type":"merge_queue","parameters":{"merge_method":"SQUASH"}}""");
        var opened = await OpenAsync();
        github.Commit("aisre/web", "README.md", "# More\n");

        var problem = await Assert.ThrowsAsync<ProblemException>(() => product.Repository.EnqueueAsync(opened.Number, opened.HeadSha));

        Assert.Contains("refused to put pull request #1 of acme/shop into the merge queue", problem.Message, StringComparison.Ordinal);
    }

    private async Task<PullRequest> OpenAsync()
    {
        var opened = await product.OpenAsync();
        await KnownAsync(opened.Number);
        return opened;
    }

    private Task KnownAsync(int number) =>
        Eventually.BeAsync(async () => (await product.Repository.GetPullRequestAsync(number)).Mergeable is not null);

    private Task RulesetAsync(string rule) => SendAsync(
        "POST", "rulesets", $$$"""{"name":"main","target":"branch","enforcement":"active","conditions":{"ref_name":{"include":["refs/heads/main"],"exclude":[]}},"rules":[{{{rule}}}]}""");

    private async Task SendAsync(string method, string path, string body)
    {
        using var http = github.Http(GitHubDriver.Admin);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"repos/acme/shop/{path}") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
