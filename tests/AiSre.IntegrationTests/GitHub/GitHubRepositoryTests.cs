using System.Text;
using AiSre.GitHub;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.Git;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>Reading, committing, branching.</summary>
public sealed class GitHubRepositoryTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

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
    public async Task Branches_lead_to_commits()
    {
        var fix = github.Branch("fix/with/slashes");

        Assert.Equal("main", await Repository.DefaultBranchAsync());
        Assert.Equal(github.Head("main"), await Repository.HeadOfAsync("main"));
        Assert.Equal(fix, await Repository.HeadOfAsync("fix/with/slashes"));
    }

    [Fact]
    public async Task A_tree_that_is_being_read_is_not_asked_for_again()
    {
        var sha = github.Head("main");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Repository.TreeAsync(sha)));

        Assert.Equal(1, github.Exchanges.Count("GET", "/git/trees/"));
    }

    [Fact]
    public async Task Whoever_gives_up_on_a_tree_does_not_end_it_for_others()
    {
        using var impatient = new CancellationTokenSource();
        var given = Repository.TreeAsync(github.Head("main"), impatient.Token);
        var other = Repository.TreeAsync(github.Head("main"));

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.NotEmpty((await other).Files);
    }

    [Fact]
    public async Task A_tree_lists_every_file_with_its_size_and_reads_it()
    {
        github.Commit("main", "apps/bom.yaml", "\uFEFFkind: x # é\r\n");

        var tree = await Repository.TreeAsync(github.Head("main"));

        Assert.Equal(["README.md", "apps/bom.yaml", GitHubDriver.Deployment], tree.Files.Select(file => file.Path));
        Assert.Equal(Encoding.UTF8.GetByteCount("\uFEFFkind: x # é\r\n"), tree.Files[1].Size);
        Assert.Equal("\uFEFFkind: x # é\r\n", await tree.ReadAsync("apps/bom.yaml", None));
        Assert.Equal("# Shop\n", await tree.ReadAsync("README.md", None));
    }

    [Fact]
    public async Task What_a_SHA_names_is_fetched_once()
    {
        var sha = github.Head("main");
        await (await Repository.TreeAsync(sha)).ReadAsync("README.md", None);
        var calls = github.Exchanges.All.Count;

        await (await Repository.TreeAsync(sha)).ReadAsync("README.md", None);

        Assert.Equal(calls, github.Exchanges.All.Count);
    }

    [Fact]
    public async Task An_unchanged_branch_is_asked_for_at_no_cost()
    {
        await Repository.HeadOfAsync("main");
        var left = await RemainingAsync();

        await Repository.HeadOfAsync("main");
        await Repository.HeadOfAsync("main");
        Assert.Equal(left, await RemainingAsync());
        Assert.Equal(2, github.Exchanges.All.Count(exchange => exchange.Status == 304));

        var moved = github.Commit("main", "README.md", "# Moved\n");
        Assert.Equal(moved, await Repository.HeadOfAsync("main"));
    }

    [Fact]
    public async Task A_file_that_is_missing_too_large_or_no_text_is_refused_in_a_sentence()
    {
        github.Commit("main", "large.yaml", new string('x', (1 << 20) + 1));
        using var http = github.Http();
        using var binary = new StringContent("""{"message":"m","content":"/w=="}""");
        (await http.PutAsync("repos/acme/shop/contents/binary.yaml", binary, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var tree = await Repository.TreeAsync(github.Head("main"));

        Assert.Contains("no file nothing.yaml", await RefusalAsync("nothing.yaml"), StringComparison.Ordinal);
        Assert.Contains("1024 KiB", await RefusalAsync("large.yaml"), StringComparison.Ordinal);
        Assert.Contains("is not UTF-8 text", await RefusalAsync("binary.yaml"), StringComparison.Ordinal);

        async Task<string> RefusalAsync(string path) =>
            (await Assert.ThrowsAsync<ProblemException>(() => tree.ReadAsync(path, None))).Message;
    }

    [Fact]
    public async Task The_same_commit_is_made_once_however_often_it_is_asked_for()
    {
        var head = github.Head("main");
        var files = new Dictionary<string, string> { [GitHubDriver.Deployment] = "image: b\n", ["new/file.yaml"] = "a: 1\n" };

        var first = await Repository.CommitAsync(head, "Change\n", files, ProductDriver.Noon);
        var second = await Repository.CommitAsync(head, "Change\n", files, ProductDriver.Noon.AddMilliseconds(400));
        var other = await Repository.CommitAsync(head, "Change\n", files, ProductDriver.Noon.AddSeconds(1));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Equal(head, github.Head("main"));
        var made = github.Git.ReadTree("acme", "shop", first);
        Assert.Equal(["README.md", GitHubDriver.Deployment, "new/file.yaml"], made.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("image: b\n"u8.ToArray(), made[GitHubDriver.Deployment]);
        var commit = await github.Octokit().Git.Commit.Get("acme", "shop", first);
        Assert.Equal(("AiSre", ProductDriver.Noon, head), (commit.Author.Name, commit.Committer.Date, commit.Parents.Single().Sha));
    }

    [Fact]
    public async Task A_commit_takes_files_away()
    {
        var head = github.Commit("main", "old/file.yaml", "a: 1\n");

        var made = await Repository.CommitAsync([head], head, "Change\n", new Dictionary<string, string> { ["new.yaml"] = "ä: \"1\"\n" }, ProductDriver.Noon, ["old/file.yaml"]);

        var files = github.Git.ReadTree("acme", "shop", made);
        Assert.Equal(["README.md", GitHubDriver.Deployment, "new.yaml"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("ä: \"1\"\n"u8.ToArray(), files["new.yaml"]);
        Assert.Equal(["new.yaml", "old/file.yaml"], (await Repository.ChangesOfAsync(made)).Paths);
    }

    [Fact]
    public async Task A_commit_keeps_a_file_executable()
    {
        var tree = new Octokit.NewTree { BaseTree = (await github.Octokit().Git.Commit.Get("acme", "shop", github.Head("main"))).Tree.Sha };
        tree.Tree.Add(new Octokit.NewTreeItem { Path = "run.sh", Mode = "100755", Type = Octokit.TreeType.Blob, Content = "echo 1\n" });
        var written = await github.Octokit().Git.Tree.Create("acme", "shop", tree);
        var parent = (await github.Octokit().Git.Commit.Create("acme", "shop", new Octokit.NewCommit("Add", written.Sha, github.Head("main")))).Sha;

        var sha = await Repository.CommitAsync(parent, "Change\n", new Dictionary<string, string> { ["run.sh"] = "echo 2\n" }, ProductDriver.Noon);

        var listed = await github.Octokit().Git.Tree.GetRecursive("acme", "shop", sha);
        Assert.Equal("100755", listed.Tree.Single(item => item.Path == "run.sh").Mode);
    }

    [Fact]
    public async Task A_branch_is_made_once_and_never_moved()
    {
        var sha = await product.ProposeAsync("aisre/web");
        await Repository.EnsureBranchAsync("aisre/web", sha);
        Assert.Equal(sha, github.Head("aisre/web"));

        var theirs = github.Commit("aisre/web", "README.md", "# By hand\n");
        var problem = await Assert.ThrowsAsync<ProblemException>(() => Repository.EnsureBranchAsync("aisre/web", sha));

        Assert.Contains("commits that are not AiSre's", problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsTransient);
        Assert.Equal(theirs, github.Head("aisre/web"));
    }

    [Fact]
    public async Task A_branch_moves_forward_from_AiSres_own_commit_only()
    {
        var first = await product.ProposeAsync("aisre/web");
        var second = await Repository.CommitAsync(
            first, "Also this\n", new Dictionary<string, string> { ["README.md"] = "# Two\n" }, ProductDriver.Noon);

        await Repository.EnsureBranchAsync("aisre/web", second, [first]);
        await Repository.EnsureBranchAsync("aisre/web", second, [first]);
        Assert.Equal(second, github.Head("aisre/web"));

        var theirs = github.Commit("aisre/web", "README.md", "# By hand\n");
        var third = await Repository.CommitAsync(
            second, "And this\n", new Dictionary<string, string> { ["README.md"] = "# Three\n" }, ProductDriver.Noon);
        await Assert.ThrowsAsync<ProblemException>(() => Repository.EnsureBranchAsync("aisre/web", third, [second]));
        Assert.Equal(theirs, github.Head("aisre/web"));
    }

    [Fact]
    public async Task A_commit_contains_itself_and_its_ancestors_and_nothing_beside_it()
    {
        var main = github.Head("main");
        var fix = github.Branch("fix");
        var other = github.Branch("other", "registry-c.example/web:1");

        Assert.True(await Repository.ContainsAsync(main, main));
        Assert.True(await Repository.ContainsAsync(fix, main));
        Assert.False(await Repository.ContainsAsync(main, fix));
        Assert.False(await Repository.ContainsAsync(fix, other));
    }

    [Fact]
    public async Task A_branch_is_deleted_however_often()
    {
        await product.ProposeAsync("aisre/web");

        await Repository.DeleteBranchAsync("aisre/web");
        await Repository.DeleteBranchAsync("aisre/web");

        Assert.Null(github.Git.ResolveBranch("acme", "shop", "aisre/web"));
    }

    [Fact]
    public async Task A_renewed_token_file_is_used_without_a_restart()
    {
        using var folder = new Infrastructure.TemporaryFolder();
        var file = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(file, "expired\n", TestContext.Current.CancellationToken);
        await using var other = new ProductDriver(github.Address, ("Token", null), ("TokenFile", file));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => other.Repository.HeadOfAsync("main"));
        Assert.Contains(file, problem.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, GitHubDriver.Writer + "\n", TestContext.Current.CancellationToken);

        Assert.Equal(github.Head("main"), await other.Repository.HeadOfAsync("main"));
    }

    [Fact]
    public async Task A_long_tree_that_GitHub_cuts_short_is_walked_folder_by_folder()
    {
        await using var cut = await GitHubDriver.StartAsync(options => options.LongestTree = 3);
        cut.Git.Commit(
            "acme", "shop", "main",
            Enumerable.Range(1, 3).ToDictionary(number => $"many/deep/{number}.yaml", number => (string?)$"n: {number}\n"),
            "Add many\n", GitPerson.Of("ana"));
        await using var other = new ProductDriver(cut.Address);

        var tree = await other.Repository.TreeAsync(cut.Head("main"));

        Assert.Equal(
            ["README.md", GitHubDriver.Deployment, "many/deep/1.yaml", "many/deep/2.yaml", "many/deep/3.yaml"],
            tree.Files.Select(file => file.Path));
        Assert.Equal("n: 2\n", await tree.ReadAsync("many/deep/2.yaml", None));
    }

    [Fact]
    public async Task A_branch_that_somebody_pushed_to_is_not_deleted()
    {
        var sha = await product.ProposeAsync("aisre/web");
        var theirs = github.Commit("aisre/web", "README.md", "# By hand\n");

        Assert.False(await Repository.DeleteBranchIfUntouchedAsync("aisre/web", sha));
        Assert.Equal(theirs, github.Head("aisre/web"));
        Assert.True(await Repository.DeleteBranchIfUntouchedAsync("aisre/web", theirs));
        Assert.True(await Repository.DeleteBranchIfUntouchedAsync("aisre/web", theirs));
        Assert.Null(github.Git.ResolveBranch("acme", "shop", "aisre/web"));

        await using var outsider = new ProductDriver(github.Address, ("Token", GitHubDriver.Outsider));
        await Assert.ThrowsAsync<ProblemException>(() => outsider.Repository.DeleteBranchIfUntouchedAsync("aisre/web", theirs));
    }

    private async Task<int> RemainingAsync() =>
        (await github.Octokit().RateLimit.GetRateLimits()).Resources.Core.Remaining;
}
