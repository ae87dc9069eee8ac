using System.Text;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.Git;
using CliWrap.Buffered;

namespace AiSre.IntegrationTests.Playground.GitHub;

public sealed class GitRepositoriesTests : IDisposable
{
    private static readonly GitPerson Ana = GitPerson.Of("ana");

    private readonly TemporaryFolder folder = new();
    private readonly GitRepositories repositories;
    private readonly List<BranchUpdate> updates = [];

    public GitRepositoriesTests()
    {
        repositories = new GitRepositories(folder.Path, TimeProvider.System);
        repositories.BranchUpdated += updates.Add;
    }

    [Fact]
    public async Task A_new_repository_has_its_files_on_its_default_branch()
    {
        Assert.True(await Create(("apps/web.yaml", "kind: Deployment\n"), ("README.md", "# Shop\n")));

        var sha = repositories.ResolveBranch("acme", "shop", "main");
        Assert.NotNull(sha);
        var files = repositories.ReadTree("acme", "shop", sha);
        Assert.Equal(["README.md", "apps/web.yaml"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("kind: Deployment\n", Encoding.UTF8.GetString(files["apps/web.yaml"]));
        Assert.Equal([new BranchUpdate("acme", "shop", "main", null, sha, "acme")], updates);
    }

    [Fact]
    public async Task Creating_a_repository_again_changes_nothing()
    {
        await Create(("a", "1"));
        var sha = repositories.ResolveBranch("acme", "shop", "main");

        Assert.False(await Create(("a", "2")));
        Assert.Equal(sha, repositories.ResolveBranch("acme", "shop", "main"));
    }

    [Fact]
    public async Task A_commit_adds_changes_and_deletes_files_and_tells_who_moved_the_branch()
    {
        await Create(("keep", "1"), ("change", "1"), ("folder/delete", "1"));
        var before = repositories.ResolveBranch("acme", "shop", "main");

        var sha = repositories.Commit(
            "acme", "shop", "main",
            new Dictionary<string, string?> { ["change"] = "2", ["folder/delete"] = null, ["new/file"] = "3" },
            "Change it\n", Ana);

        var files = repositories.ReadTree("acme", "shop", sha).ToDictionary(f => f.Key, f => Encoding.UTF8.GetString(f.Value));
        Assert.Equal(new Dictionary<string, string> { ["keep"] = "1", ["change"] = "2", ["new/file"] = "3" }, files);
        Assert.Equal(new BranchUpdate("acme", "shop", "main", before, sha, "ana"), updates[^1]);
    }

    [Fact]
    public async Task A_commit_to_a_new_branch_starts_from_the_default_branch()
    {
        await Create(("a", "1"));

        var sha = repositories.Commit("acme", "shop", "fix", new Dictionary<string, string?> { ["b"] = "2" }, "Fix\n", Ana);

        Assert.Equal(["a", "b"], repositories.ReadTree("acme", "shop", sha).Keys.Order(StringComparer.Ordinal));
        Assert.NotEqual(sha, repositories.ResolveBranch("acme", "shop", "main"));
    }

    [Fact]
    public async Task Git_itself_finds_the_repository_whole_and_clones_it()
    {
        await Create(("apps/web.yaml", "kind: Deployment\n"));
        using var clone = new TemporaryFolder();

        var path = repositories.PathOf("acme", "shop");
        await Git("-C", path, "fsck", "--strict");
        await Git("clone", path, clone.Path);

        Assert.Equal("kind: Deployment\n", await File.ReadAllTextAsync(
            Path.Combine(clone.Path, "apps/web.yaml"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Commits_made_at_the_same_time_all_land()
    {
        await Create(("a", "1"));

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), TestContext.Current.CancellationToken, (number, _) =>
        {
            repositories.Commit(
                "acme", "shop", "main", new Dictionary<string, string?> { [$"file{number}"] = "x" }, $"Add {number}\n", Ana);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(21, repositories.ReadTree("acme", "shop", repositories.ResolveBranch("acme", "shop", "main")!).Count);
    }

    [Theory]
    [InlineData("..", "shop")]
    [InlineData("acme", "a/b")]
    [InlineData("acme", "")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string owner, string name)
    {
        Assert.Throws<ArgumentException>(() => repositories.PathOf(owner, name));
        Assert.False(repositories.Exists(owner, name));
    }

    public void Dispose() => folder.Dispose();

    private Task<bool> Create(params (string Path, string Text)[] files) =>
        repositories.CreateAsync("acme", "shop", files.ToDictionary(file => file.Path, file => file.Text));

    private static async Task Git(params string[] arguments) =>
        await CliWrap.Cli.Wrap("git").WithArguments(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
