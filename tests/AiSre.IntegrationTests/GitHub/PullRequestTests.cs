using AiSre.GitHub;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>Opening, merging, closing, commenting; and all of it again after an answer was lost.</summary>
public sealed class PullRequestTests : IAsyncLifetime
{
    private GitHubDriver github = null!;
    private ProductDriver product = null!;

    private GitHubRepository Repository => product.Repository;

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
    public async Task A_pull_request_is_opened_once_per_branch()
    {
        Assert.Null(await Repository.FindPullRequestAsync("aisre/web"));

        var opened = await product.OpenAsync();
        var again = await Repository.OpenPullRequestAsync("aisre/web", "main", "Another title", "Another body", ["aisre"]);

        Assert.Equal(opened.Number, again.Number);
        Assert.Equal((PullRequestStatus.Open, "Use registry B"), (again.State, again.Title));
        Assert.Equal(("aisre/web", "main", github.Head("aisre/web")), (opened.HeadRef, opened.BaseRef, opened.HeadSha));
        Assert.Equal(new Uri(github.Address, "acme/shop/pull/1"), opened.Url);
        Assert.Equal(opened.Number, (await Repository.FindPullRequestAsync("aisre/web"))?.Number);
        Assert.Equal("aisre", Assert.Single((await github.Octokit().PullRequest.Get("acme", "shop", 1)).Labels).Name);
        Assert.Single(await AllAsync());
    }

    [Fact]
    public async Task Opening_at_the_same_time_from_two_replicas_opens_one()
    {
        await product.ProposeAsync();
        await using var replica = new ProductDriver(github.Address);

        var both = await Task.WhenAll(Open(product), Open(replica));

        Assert.Equal(both[0].Number, both[1].Number);
        Assert.Single(await AllAsync());

        static Task<PullRequest> Open(ProductDriver driver) =>
            driver.Repository.OpenPullRequestAsync("aisre/web", "main", "Use registry B", "Because.", ["aisre"]);
    }

    [Fact]
    public async Task A_pull_request_that_somebody_closed_is_not_opened_a_second_time()
    {
        var opened = await product.OpenAsync();
        await github.Octokit(GitHubDriver.Admin).PullRequest.Update(
            "acme", "shop", opened.Number, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });

        var again = await Repository.OpenPullRequestAsync("aisre/web", "main", "Use registry B", "Because.", []);

        Assert.Equal((opened.Number, PullRequestStatus.Closed), (again.Number, again.State));
        Assert.Equal("ana", (await Repository.GetPullRequestAsync(opened.Number)).ClosedBy);
    }

    [Fact]
    public async Task A_pull_request_is_described_anew()
    {
        var opened = await product.OpenAsync();

        await Repository.DescribePullRequestAsync(opened.Number, "Use registry B everywhere", "Both are down.");

        var seen = await github.Octokit().PullRequest.Get("acme", "shop", opened.Number);
        Assert.Equal(("Use registry B everywhere", "Both are down."), (seen.Title, seen.Body));
    }

    [Fact]
    public async Task Merging_the_expected_head_puts_the_change_on_the_base_branch()
    {
        var opened = await product.OpenAsync();

        var merged = Assert.IsType<MergeResult.Merged>(await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B (#1)"));

        Assert.Equal(github.Head("main"), merged.Sha);
        var after = await Repository.GetPullRequestAsync(opened.Number);
        Assert.Equal((PullRequestStatus.Merged, merged.Sha, "aisre"), (after.State, after.MergeSha, after.MergedBy));
        var commit = await github.Octokit().Git.Commit.Get("acme", "shop", merged.Sha);
        Assert.StartsWith("Use registry B (#1)", commit.Message, StringComparison.Ordinal);
        Assert.StartsWith("image: registry-b", await (await Repository.TreeAsync(merged.Sha)).ReadAsync(
            GitHubDriver.Deployment, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merging_uses_a_method_that_the_repository_allows()
    {
        await github.Octokit(GitHubDriver.Admin).Repository.Edit(
            "acme", "shop", new Octokit.RepositoryUpdate { Name = "shop", AllowSquashMerge = false });
        var opened = await product.OpenAsync();

        Assert.IsType<MergeResult.Merged>(await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));
    }

    [Fact]
    public async Task Merging_a_moved_head_is_refused()
    {
        var opened = await product.OpenAsync();
        var moved = github.Commit("aisre/web", "README.md", "# More\n");
        var main = github.Head("main");

        var result = await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");

        Assert.Equal(new MergeResult.HeadMoved(moved), result);
        Assert.Equal(main, github.Head("main"));
    }

    [Fact]
    public async Task Merging_what_conflicts_is_refused_with_GitHubs_reason()
    {
        var opened = await product.OpenAsync();
        github.Commit("main", GitHubDriver.Deployment, "image: registry-c.example/web:2\n");
        await KnownAsync(opened.Number);

        var result = await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");

        Assert.Equal(new MergeResult.NotMergeable("Pull Request is not mergeable"), result);
    }

    [Fact]
    public async Task Merging_while_GitHub_is_still_finding_out_is_tried_again_later()
    {
        await using var slow = await GitHubDriver.StartAsync(options => options.MergeabilityDelay = TimeSpan.FromHours(1));
        await using var other = new ProductDriver(slow.Address);
        var opened = await other.OpenAsync();
        slow.Commit("main", GitHubDriver.Deployment, "image: registry-c.example/web:2\n");

        var problem = await Assert.ThrowsAsync<ProblemException>(
            () => other.Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));

        Assert.True(problem.IsTransient);
        Assert.Contains("still working out", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merging_what_waits_for_a_review_is_refused_with_GitHubs_reason()
    {
        using var admin = github.Http(GitHubDriver.Admin);
        using var protection = new StringContent("""{"required_pull_request_reviews":{"required_approving_review_count":1}}""");
        (await admin.PutAsync("repos/acme/shop/branches/main/protection", protection, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var opened = await product.OpenAsync();
        await KnownAsync(opened.Number);

        var result = await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");

        Assert.Equal(new MergeResult.NotMergeable("At least 1 approving review is required by reviewers with write access."), result);
    }

    [Fact]
    public async Task Merging_what_somebody_merged_or_closed_says_so_and_who()
    {
        var first = await product.OpenAsync("aisre/one");
        var second = await product.OpenAsync("aisre/two", "registry-c.example/web:1");
        var ana = github.Octokit(GitHubDriver.Admin);
        var merged = await ana.PullRequest.Merge("acme", "shop", first.Number, new Octokit.MergePullRequest());
        await ana.PullRequest.Update("acme", "shop", second.Number, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });

        Assert.Equal(
            new MergeResult.AlreadyMerged(merged.Sha, first.HeadSha, "ana"),
            await Repository.MergeAsync(first.Number, first.HeadSha, "Use registry B"));
        Assert.Equal(new MergeResult.Closed("ana"), await Repository.MergeAsync(second.Number, second.HeadSha, "Use registry B"));
    }

    [Fact]
    public async Task Closing_says_why_once_and_leaves_what_is_decided_alone()
    {
        var opened = await product.OpenAsync();

        Assert.Equal(PullRequestStatus.Closed, (await Repository.CloseAsync(opened.Number, "Rejected: wrong registry.")).State);
        Assert.Equal(PullRequestStatus.Closed, (await Repository.CloseAsync(opened.Number, "Rejected: wrong registry.")).State);

        var comment = Assert.Single(await github.Octokit().Issue.Comment.GetAllForIssue("acme", "shop", opened.Number));
        Assert.StartsWith("Rejected: wrong registry.", comment.Body, StringComparison.Ordinal);
        Assert.Equal(1, github.Exchanges.Count("PATCH", "/pulls/"));
    }

    [Fact]
    public async Task A_comment_is_said_once_per_marker()
    {
        var opened = await product.OpenAsync();

        await Repository.CommentAsync(opened.Number, "One", "first");
        await Repository.CommentAsync(opened.Number, "One", "first");
        await Repository.CommentAsync(opened.Number, "Two", "second");

        Assert.Equal(2, (await github.Octokit().Issue.Comment.GetAllForIssue("acme", "shop", opened.Number)).Count);
    }

    [Fact]
    public async Task Changes_since_a_time_are_listed_newest_first_and_nothing_new_costs_nothing()
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(-1);
        var first = await product.OpenAsync("aisre/one");
        var second = await product.OpenAsync("aisre/two", "registry-c.example/web:1");
        await github.Octokit(GitHubDriver.Admin).PullRequest.Merge("acme", "shop", first.Number, new Octokit.MergePullRequest());

        var changed = await Repository.ListChangedPullRequestsAsync(start);
        Assert.Equal(
            [(first.Number, PullRequestStatus.Merged), (second.Number, PullRequestStatus.Open)],
            changed.OrderBy(pullRequest => pullRequest.Number).Select(pullRequest => (pullRequest.Number, pullRequest.State)));
        Assert.Empty(await Repository.ListChangedPullRequestsAsync(DateTimeOffset.UtcNow.AddMinutes(1)));

        var free = github.Exchanges.All.Count(exchange => exchange.Status == 304);
        await Repository.ListChangedPullRequestsAsync(start);
        Assert.Equal(free + 1, github.Exchanges.All.Count(exchange => exchange.Status == 304));
    }

    [Theory]
    [InlineData("/git/trees")]
    [InlineData("/git/commits")]
    [InlineData("/git/refs")]
    [InlineData("/pulls")]
    [InlineData("/labels")]
    public async Task A_lost_answer_while_proposing_still_makes_one_pull_request(string path)
    {
        github.Faults.Add(new GitHubFault(FaultKind.DropAfter) { Method = "POST", Path = path });

        var problem = await Assert.ThrowsAsync<ProblemException>(() => product.OpenAsync());
        Assert.True(problem.IsTransient);
        var opened = await product.OpenAsync();

        Assert.Equal(opened.Number, Assert.Single(await AllAsync()).Number);
        Assert.Equal(github.Head("aisre/web"), opened.HeadSha);
    }

    [Fact]
    public async Task A_lost_answer_while_merging_still_merges_once()
    {
        var opened = await product.OpenAsync();
        var before = github.Head("main");
        github.Faults.Add(new GitHubFault(FaultKind.DropAfter) { Method = "PUT", Path = "/merge" });

        var problem = await Assert.ThrowsAsync<ProblemException>(
            () => Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B"));
        Assert.True(problem.IsTransient);
        var result = await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");

        Assert.Equal(new MergeResult.AlreadyMerged(github.Head("main"), opened.HeadSha, "aisre"), result);
        var commits = await github.Octokit().Repository.Commit.Compare("acme", "shop", before, "main");
        Assert.Equal(1, commits.AheadBy);
    }

    [Fact]
    public async Task A_lost_answer_while_closing_still_comments_once()
    {
        var opened = await product.OpenAsync();
        github.Faults.Add(new GitHubFault(FaultKind.DropAfter) { Method = "POST", Path = "/comments" });

        await Assert.ThrowsAsync<ProblemException>(() => Repository.CloseAsync(opened.Number, "Rejected."));
        await Repository.CloseAsync(opened.Number, "Rejected.");

        Assert.Single(await github.Octokit().Issue.Comment.GetAllForIssue("acme", "shop", opened.Number));
    }

    [Fact]
    public async Task Every_answer_that_the_product_consumes_fits_GitHubs_own_description()
    {
        var description = await GitHubDescription.ReadAsync();
        var opened = await product.OpenAsync();
        await product.OpenAsync();
        await Repository.CommentAsync(opened.Number, "A word", "word");
        await Repository.DescribePullRequestAsync(opened.Number, "Use registry B", "Because.");
        await Repository.ContainsAsync(opened.HeadSha, github.Head("main"));
        await KnownAsync(opened.Number);
        await Repository.MergeAsync(opened.Number, "0000000000000000000000000000000000000000", "Use registry B");
        await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");
        await Repository.MergeAsync(opened.Number, opened.HeadSha, "Use registry B");
        await Repository.DeleteBranchIfUntouchedAsync("aisre/web", opened.HeadSha);
        await Repository.DeleteBranchIfUntouchedAsync("aisre/web", opened.HeadSha);
        await Repository.DeleteBranchAsync("aisre/web");
        var other = await product.OpenAsync("aisre/other", "registry-c.example/web:1");
        await Repository.CloseAsync(other.Number, "Rejected.");
        await Repository.GetPullRequestAsync(other.Number);
        await Repository.ListChangedPullRequestsAsync(DateTimeOffset.UnixEpoch);
        await (await Repository.TreeAsync(await Repository.HeadOfAsync(await Repository.DefaultBranchAsync())))
            .ReadAsync("README.md", TestContext.Current.CancellationToken);

        var mistakes = new List<string>();
        foreach (var exchange in github.Exchanges.All.Where(exchange => exchange.Status != 304))
        {
            var found = await description.MistakesAsync(exchange.Method, exchange.Path, exchange.Status, exchange.Body);
            mistakes.AddRange(found.Select(mistake => $"{exchange.Method} {exchange.Path} {exchange.Status}: {mistake}"));
        }

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    private Task<IReadOnlyList<Octokit.PullRequest>> AllAsync() =>
        github.Octokit().PullRequest.GetAllForRepository(
            "acme", "shop", new Octokit.PullRequestRequest { State = Octokit.ItemStateFilter.All });

    private Task<PullRequest> KnownAsync(int number) =>
        Eventually.SeeAsync("whether it merges", async () =>
            await Repository.GetPullRequestAsync(number) is { Mergeable: not null } known ? known : null);
}
