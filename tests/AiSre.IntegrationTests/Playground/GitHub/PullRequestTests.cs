using System.Net;
using AiSre.IntegrationTests.Infrastructure;
using Octokit;

namespace AiSre.IntegrationTests.Playground.GitHub;

public sealed class PullRequestTests : IAsyncLifetime
{
    private GitHubDriver github = null!;
    private GitHubClient client = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDriver.StartAsync();
        client = github.Octokit();
    }

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task A_pull_request_goes_from_a_branch_made_over_the_api_to_a_merge()
    {
        var main = await client.Git.Reference.Get("acme", "shop", "heads/main");
        var tree = new NewTree { BaseTree = (await client.Git.Commit.Get("acme", "shop", main.Object.Sha)).Tree.Sha };
        tree.Tree.Add(new NewTreeItem { Path = GitHubDriver.Deployment, Mode = "100644", Type = TreeType.Blob, Content = "image: b\n" });
        var written = await client.Git.Tree.Create("acme", "shop", tree);
        var commit = await client.Git.Commit.Create("acme", "shop", new NewCommit("Use b", written.Sha, main.Object.Sha));
        await client.Git.Reference.Create("acme", "shop", new NewReference("refs/heads/fix/b", commit.Sha));
        var opened = await client.PullRequest.Create("acme", "shop", new NewPullRequest("Use b", "fix/b", "main") { Body = "Because." });

        var merged = await client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest { Sha = commit.Sha });

        Assert.True(merged.Merged);
        Assert.Equal(merged.Sha, github.Head("main"));
        Assert.Equal("image: b\n", (await client.Repository.Content.GetAllContents("acme", "shop", GitHubDriver.Deployment))[0].Content);
        var after = await client.PullRequest.Get("acme", "shop", opened.Number);
        Assert.True(after.Merged);
        Assert.Equal("closed", after.State.StringValue);
        Assert.Equal("aisre", after.MergedBy.Login);
        Assert.Equal(merged.Sha, after.MergeCommitSha);
    }

    [Fact]
    public async Task Mergeability_is_unknown_first_and_clean_soon_after()
    {
        var opened = await OpenAsync("fix");
        Assert.Null(opened.Mergeable);

        var known = await KnownAsync(opened.Number);

        Assert.True(known.Mergeable);
        Assert.Equal("clean", known.MergeableState?.StringValue);
        Assert.NotNull(known.MergeCommitSha);
        Assert.False(known.Merged);
    }

    [Fact]
    public async Task A_conflicting_pull_request_is_dirty_and_refused_with_405()
    {
        var opened = await OpenAsync("fix");
        github.Commit("main", GitHubDriver.Deployment, "image: registry-c.example/web:2\nreplicas: 2\n");

        var known = await KnownAsync(opened.Number);
        Assert.False(known.Mergeable);
        Assert.Equal("dirty", known.MergeableState?.StringValue);

        var refusal = await Assert.ThrowsAsync<PullRequestNotMergeableException>(
            () => client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest()));
        Assert.Equal("Pull Request is not mergeable", refusal.ApiError.Message);
    }

    [Fact]
    public async Task A_second_pull_request_of_a_branch_is_refused_with_the_reason()
    {
        await OpenAsync("fix");

        var refusal = await Assert.ThrowsAsync<ApiValidationException>(() => OpenAsync("fix", isBranchThere: true));

        Assert.Equal("A pull request already exists for acme:fix.", Assert.Single(refusal.ApiError.Errors).Message);
    }

    [Fact]
    public async Task A_pull_request_of_a_missing_branch_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<ApiValidationException>(() => OpenAsync("nowhere", isBranchThere: true));

        var error = Assert.Single(refusal.ApiError.Errors);
        Assert.Equal(("head", "invalid"), (error.Field, error.Code));
    }

    [Fact]
    public async Task A_pull_request_without_commits_is_refused()
    {
        await client.Git.Reference.Create("acme", "shop", new NewReference("refs/heads/same", github.Head("main")));

        var refusal = await Assert.ThrowsAsync<ApiValidationException>(() => OpenAsync("same", isBranchThere: true));

        Assert.Equal("No commits between main and same", Assert.Single(refusal.ApiError.Errors).Message);
    }

    [Fact]
    public async Task Merging_a_moved_head_is_refused_with_409()
    {
        var opened = await OpenAsync("fix");
        var moved = github.Commit("fix", "README.md", "# Changed\n");

        var refusal = await Assert.ThrowsAsync<PullRequestMismatchException>(
            () => client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest { Sha = opened.Head.Sha }));

        Assert.Equal("Head branch was modified. Review and try the merge again.", refusal.ApiError.Message);
        Assert.Equal(moved, (await client.PullRequest.Get("acme", "shop", opened.Number)).Head.Sha);
    }

    [Fact]
    public async Task Merging_twice_is_refused_with_405_and_merges_once()
    {
        var opened = await OpenAsync("fix");
        var merged = await client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest());

        await Assert.ThrowsAsync<PullRequestNotMergeableException>(
            () => client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest()));

        Assert.Equal(merged.Sha, github.Head("main"));
    }

    [Theory]
    [InlineData(PullRequestMergeMethod.Merge, 2)]
    [InlineData(PullRequestMergeMethod.Squash, 1)]
    [InlineData(PullRequestMergeMethod.Rebase, 1)]
    public async Task Each_method_of_merging_makes_its_kind_of_commit(PullRequestMergeMethod method, int parents)
    {
        var before = github.Head("main");
        var opened = await OpenAsync("fix");
        github.Commit("main", "README.md", "# Moved on\n");

        var merged = await client.PullRequest.Merge(
            "acme", "shop", opened.Number, new MergePullRequest { MergeMethod = method, CommitTitle = "Fix it" });

        var commit = await client.Git.Commit.Get("acme", "shop", merged.Sha);
        Assert.Equal(parents, commit.Parents.Count);
        Assert.DoesNotContain(before, commit.Parents.Select(parent => parent.Sha));
        Assert.StartsWith(method == PullRequestMergeMethod.Rebase ? "Use registry-b" : "Fix it", commit.Message, StringComparison.Ordinal);
        var files = github.Git.ReadTree("acme", "shop", merged.Sha);
        Assert.Equal("# Moved on\n"u8.ToArray(), files["README.md"]);
        Assert.True(files[GitHubDriver.Deployment].AsSpan().StartsWith("image: registry-b"u8));
    }

    [Fact]
    public async Task A_method_that_the_repository_does_not_allow_is_refused()
    {
        await github.Octokit(GitHubDriver.Admin).Repository.Edit("acme", "shop", new RepositoryUpdate { Name = "shop", AllowSquashMerge = false });
        var opened = await OpenAsync("fix");

        var refusal = await Assert.ThrowsAsync<PullRequestNotMergeableException>(() => client.PullRequest.Merge(
            "acme", "shop", opened.Number, new MergePullRequest { MergeMethod = PullRequestMergeMethod.Squash }));

        Assert.Equal("Squash merges are not allowed on this repository.", refusal.ApiError.Message);
    }

    [Fact]
    public async Task A_protected_branch_waits_for_its_review()
    {
        using var admin = github.Http(GitHubDriver.Admin);
        using var protection = new StringContent("""{"required_pull_request_reviews":{"required_approving_review_count":1}}""");
        (await admin.PutAsync("repos/acme/shop/branches/main/protection", protection, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var opened = await OpenAsync("fix");

        var refusal = await Assert.ThrowsAsync<PullRequestNotMergeableException>(
            () => client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest()));
        Assert.Equal("At least 1 approving review is required by reviewers with write access.", refusal.ApiError.Message);
        Assert.Equal("blocked", (await KnownAsync(opened.Number)).MergeableState?.StringValue);

        await github.Octokit(GitHubDriver.Admin).PullRequest.Review.Create(
            "acme", "shop", opened.Number, new PullRequestReviewCreate { Event = PullRequestReviewEvent.Approve });
        Assert.True((await client.PullRequest.Merge("acme", "shop", opened.Number, new MergePullRequest())).Merged);
    }

    [Fact]
    public async Task Nobody_approves_their_own_pull_request()
    {
        var opened = await OpenAsync("fix");

        var refusal = await Assert.ThrowsAsync<ApiValidationException>(() => client.PullRequest.Review.Create(
            "acme", "shop", opened.Number, new PullRequestReviewCreate { Event = PullRequestReviewEvent.Approve }));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refusal.StatusCode);
    }

    [Fact]
    public async Task Closing_and_opening_again_is_told_with_who_did_it()
    {
        var opened = await OpenAsync("fix");

        var closed = await github.Octokit(GitHubDriver.Admin).PullRequest.Update(
            "acme", "shop", opened.Number, new PullRequestUpdate { State = ItemState.Closed });
        Assert.Equal("closed", closed.State.StringValue);
        Assert.False(closed.Merged);
        Assert.Equal("ana", (await client.Issue.Get("acme", "shop", opened.Number)).ClosedBy.Login);

        var reopened = await client.PullRequest.Update("acme", "shop", opened.Number, new PullRequestUpdate { State = ItemState.Open });
        Assert.Equal("open", reopened.State.StringValue);
        Assert.Null(reopened.ClosedAt);
    }

    [Fact]
    public async Task Deleting_the_branch_closes_its_pull_request()
    {
        var opened = await OpenAsync("fix");

        await client.Git.Reference.Delete("acme", "shop", "heads/fix");

        Assert.Equal("closed", (await client.PullRequest.Get("acme", "shop", opened.Number)).State.StringValue);
    }

    [Fact]
    public async Task Commits_pushed_to_the_base_branch_make_the_pull_request_merged()
    {
        var opened = await OpenAsync("fix");

        await client.Git.Reference.Update("acme", "shop", "heads/main", new ReferenceUpdate(opened.Head.Sha));

        var after = await client.PullRequest.Get("acme", "shop", opened.Number);
        Assert.True(after.Merged);
        Assert.Equal(opened.Head.Sha, after.MergeCommitSha);
    }

    [Fact]
    public async Task Lists_filter_sort_and_page()
    {
        for (var number = 1; number <= 5; number++)
        {
            github.Branch($"fix-{number}", $"registry-b.example/web:{number}");
            await OpenAsync($"fix-{number}", isBranchThere: true);
        }

        await client.PullRequest.Update("acme", "shop", 2, new PullRequestUpdate { State = ItemState.Closed });

        Assert.Equal("5, 4, 3, 1", await NumbersAsync(new PullRequestRequest()));
        Assert.Equal("2", await NumbersAsync(new PullRequestRequest { State = ItemStateFilter.Closed }));
        Assert.Equal("4", await NumbersAsync(new PullRequestRequest { Head = "acme:fix-4", State = ItemStateFilter.All }));
        Assert.Empty(await NumbersAsync(new PullRequestRequest { Base = "release" }));
        // Octokit follows the Link headers from page to page.
        Assert.Equal(5, (await client.PullRequest.GetAllForRepository(
            "acme", "shop", new PullRequestRequest { State = ItemStateFilter.All }, new ApiOptions { PageSize = 2 })).Count);
    }

    [Fact]
    public async Task Files_commits_and_diff_show_what_changes()
    {
        var opened = await OpenAsync("fix");
        github.Commit("main", "README.md", "# Not part of it\n");

        var file = Assert.Single(await client.PullRequest.Files("acme", "shop", opened.Number));
        Assert.Equal((GitHubDriver.Deployment, "modified", 1, 1), (file.FileName, file.Status, file.Additions, file.Deletions));
        Assert.Contains("+image: registry-b.example/web:1.4", file.Patch, StringComparison.Ordinal);
        Assert.Equal(opened.Head.Sha, Assert.Single(await client.PullRequest.Commits("acme", "shop", opened.Number)).Sha);
        var comparison = await client.Repository.Commit.Compare("acme", "shop", "main", "fix");
        Assert.Equal(("diverged", 1, 1), (comparison.Status, comparison.AheadBy, comparison.BehindBy));
    }

    [Fact]
    public async Task Updating_the_branch_brings_the_base_into_it()
    {
        var opened = await OpenAsync("fix");
        github.Commit("main", "README.md", "# Moved on\n");
        using var http = github.Http();
        using var body = new StringContent($$"""{"expected_head_sha":"{{opened.Head.Sha}}"}""");

        var answer = await http.PutAsync($"repos/acme/shop/pulls/{opened.Number}/update-branch", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var after = await client.PullRequest.Get("acme", "shop", opened.Number);
        Assert.NotEqual(opened.Head.Sha, after.Head.Sha);
        Assert.Equal("# Moved on\n"u8.ToArray(), github.Git.ReadTree("acme", "shop", after.Head.Sha)["README.md"]);
    }

    private async Task<PullRequest> OpenAsync(string branch, bool isBranchThere = false)
    {
        if (!isBranchThere)
        {
            github.Branch(branch);
        }

        return await client.PullRequest.Create("acme", "shop", new NewPullRequest("Use registry B", branch, "main"));
    }

    private Task<PullRequest> KnownAsync(int number) =>
        Eventually.SeeAsync("whether it merges", async () =>
            await client.PullRequest.Get("acme", "shop", number) is { Mergeable: not null } known ? known : null);

    private async Task<string> NumbersAsync(PullRequestRequest request) =>
        string.Join(", ", (await client.PullRequest.GetAllForRepository("acme", "shop", request)).Select(pullRequest => pullRequest.Number));
}
