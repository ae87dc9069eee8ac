using AiSre.GitHub;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>Which commits changed a file, what it was at each, and which of two is the later one.</summary>
public sealed class RepositoryHistoryTests : IAsyncLifetime
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
    public async Task The_commits_of_a_file_come_newest_first_and_without_those_of_others()
    {
        var first = github.Head("main");
        var second = github.Commit("main", GitHubDriver.Deployment, "image: a\n", "bo");
        var other = github.Commit("main", "README.md", "# Other\n");
        var third = github.Commit("main", GitHubDriver.Deployment, "image: b\n");

        var commits = await Repository.CommitsOfAsync(GitHubDriver.Deployment, other, 10);

        Assert.Equal([second, first], commits.Select(commit => commit.Sha));
        Assert.Equal(("bo", $"Change {GitHubDriver.Deployment}", $"{github.Address}acme/shop/commit/{second}"), (commits[0].Author, commits[0].Message, commits[0].Url.ToString()));
        Assert.Equal([first], commits[0].Parents);
        Assert.Equal(third, Assert.Single(await Repository.CommitsOfAsync(GitHubDriver.Deployment, "main", 1)).Sha);
    }

    [Fact]
    public async Task Two_commits_stand_in_an_order_or_in_none()
    {
        var main = github.Head("main");
        var ahead = github.Branch("ahead");
        var aside = github.Commit("aside", "README.md", "# Aside\n");

        Assert.Equal(CommitOrder.Same, await Repository.CompareAsync(main, main));
        Assert.Equal(CommitOrder.Forward, await Repository.CompareAsync(main, ahead));
        Assert.Equal(CommitOrder.Backward, await Repository.CompareAsync(ahead, main));
        Assert.Equal(CommitOrder.Apart, await Repository.CompareAsync(ahead, aside));
    }

    [Theory]
    [InlineData("apps/with space & plus+.yaml")]
    [InlineData("apps/#1 100%.yaml")]
    [InlineData("äpfel.yaml")]
    public async Task A_file_is_read_at_any_commit_whatever_its_name(string path)
    {
        var before = github.Head("main");
        var after = github.Commit("main", path, "image: ä\n");

        Assert.Equal("image: ä\n", await Repository.ReadFileAsync(path, after));
        Assert.Null(await Repository.ReadFileAsync(path, before));
        Assert.EndsWith("#L7", Repository.LineUrl(path, after, 7).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_and_the_beginning_of_a_commits_name_stand_for_a_commit_and_a_branch_is_told_from_both()
    {
        var head = github.Head("main");
        using (var git = github.Git.Open("acme", "shop"))
        {
            git.Refs.Add("refs/tags/v1.0.0", head);
        }

        Assert.Equal(head, await Repository.FindCommitAsync("v1.0.0"));
        Assert.Equal(head, await Repository.FindCommitAsync(head[..10]));
        Assert.Null(await Repository.FindCommitAsync("v9"));
        Assert.True(await Repository.IsBranchAsync("main"));
        Assert.False(await Repository.IsBranchAsync("v1.0.0"));
    }

    [Fact]
    public async Task That_GitHub_does_not_answer_is_a_problem_and_not_a_missing_file()
    {
        github.Faults.Add(new GitHubFault(FaultKind.ServerError, 10));

        Assert.True((await Assert.ThrowsAsync<ProblemException>(() => Repository.ReadFileAsync("README.md", github.Head("main")))).IsTransient);
    }
}
