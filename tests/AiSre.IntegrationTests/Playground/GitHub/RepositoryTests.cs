using System.Text;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.Git;
using CliWrap;
using CliWrap.Buffered;
using Octokit;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>References, objects, contents, checks, cloning and what a restart keeps.</summary>
public sealed class RepositoryTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private GitHubDriver github = null!;
    private GitHubClient client = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDriver.StartAsync(folder: folder.Path);
        client = github.Octokit();
    }

    public async ValueTask DisposeAsync()
    {
        await github.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_repository_tells_its_default_branch_and_the_callers_rights()
    {
        var seen = await github.Octokit(GitHubDriver.Reader).Repository.Get("ACME", "Shop");

        Assert.Equal(("acme/shop", "main"), (seen.FullName, seen.DefaultBranch));
        Assert.Equal((false, true), (seen.Permissions.Push, seen.Permissions.Pull));
        Assert.Equal($"{github.Address}acme/shop.git", seen.CloneUrl);
    }

    [Fact]
    public async Task References_are_made_moved_forward_forced_and_deleted()
    {
        var main = github.Head("main");
        var next = github.Branch("next");
        var other = github.Branch("other", "registry-c.example/web:1");
        Assert.Equal(main, (await client.Git.Reference.Create("acme", "shop", new NewReference("refs/heads/fix/a", main))).Object.Sha);

        Assert.Equal(next, (await client.Git.Reference.Update("acme", "shop", "heads/fix/a", new ReferenceUpdate(next))).Object.Sha);
        Assert.Equal("Update is not a fast forward", await RefusalAsync(() => client.Git.Reference.Update("acme", "shop", "heads/fix/a", new ReferenceUpdate(other))));
        Assert.Equal(other, (await client.Git.Reference.Update("acme", "shop", "heads/fix/a", new ReferenceUpdate(other, true))).Object.Sha);
        await client.Git.Reference.Delete("acme", "shop", "heads/fix/a");

        Assert.Null(github.Git.ResolveBranch("acme", "shop", "fix/a"));
        Assert.Equal("Reference does not exist", await RefusalAsync(async () =>
        {
            await client.Git.Reference.Delete("acme", "shop", "heads/fix/a");
            return new object();
        }));
    }

    [Fact]
    public async Task A_reference_that_exists_or_points_nowhere_is_refused()
    {
        var main = github.Head("main");

        Assert.Equal("Reference already exists", await RefusalAsync(() => client.Git.Reference.Create("acme", "shop", new NewReference("refs/heads/main", main))));
        Assert.Equal("Object does not exist", await RefusalAsync(() => client.Git.Reference.Create("acme", "shop", new NewReference("refs/heads/x", new string('a', 40)))));
        await Assert.ThrowsAsync<NotFoundException>(() => client.Git.Reference.Get("acme", "shop", "heads/nothing"));
    }

    [Fact]
    public async Task The_same_commit_made_twice_is_one_commit()
    {
        var main = github.Head("main");
        var tree = new NewTree { BaseTree = (await client.Git.Commit.Get("acme", "shop", main)).Tree.Sha };
        tree.Tree.Add(new NewTreeItem { Path = "new/file", Mode = "100755", Type = TreeType.Blob, Content = "x" });
        var person = new Committer("AiSre", "aisre@noreply.invalid", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        var first = await MakeAsync();
        var second = await MakeAsync();

        Assert.Equal(first.Sha, second.Sha);
        Assert.Equal(person.Date, second.Author.Date);
        var listed = await client.Git.Tree.GetRecursive("acme", "shop", first.Sha);
        Assert.Equal(["README.md", "apps", "apps/web", GitHubDriver.Deployment, "new", "new/file"], listed.Tree.Select(item => item.Path));
        Assert.Equal("100755", listed.Tree.Single(item => item.Path == "new/file").Mode);

        async Task<Octokit.Commit> MakeAsync()
        {
            var written = await client.Git.Tree.Create("acme", "shop", tree);
            return await client.Git.Commit.Create(
                "acme", "shop", new NewCommit("Add", written.Sha, main) { Author = person, Committer = person });
        }
    }

    [Fact]
    public async Task Blobs_come_back_byte_for_byte()
    {
        var bytes = Enumerable.Range(0, 256).Select(number => (byte)number).ToArray();

        var made = await client.Git.Blob.Create(
            "acme", "shop", new NewBlob { Content = Convert.ToBase64String(bytes), Encoding = EncodingType.Base64 });

        Assert.Equal(bytes, Convert.FromBase64String((await client.Git.Blob.Get("acme", "shop", made.Sha)).Content));
    }

    [Fact]
    public async Task Files_are_written_over_and_deleted_only_by_who_knows_what_they_are()
    {
        var made = await client.Repository.Content.CreateFile("acme", "shop", "docs/a.md", new CreateFileRequest("Add", "one", "main"));
        await client.Repository.Content.UpdateFile("acme", "shop", "docs/a.md", new UpdateFileRequest("Change", "two", made.Content.Sha, "main"));

        var stale = await Assert.ThrowsAsync<ApiException>(() => client.Repository.Content.UpdateFile(
            "acme", "shop", "docs/a.md", new UpdateFileRequest("Change", "three", made.Content.Sha, "main")));
        Assert.Equal(409, (int)stale.StatusCode);
        Assert.Equal("two"u8.ToArray(), await client.Repository.Content.GetRawContent("acme", "shop", "docs/a.md"));
        Assert.Equal(["README.md", "apps", "docs"], (await client.Repository.Content.GetAllContents("acme", "shop")).Select(item => item.Name));

        var now = (await client.Repository.Content.GetAllContents("acme", "shop", "docs/a.md"))[0];
        await client.Repository.Content.DeleteFile("acme", "shop", "docs/a.md", new DeleteFileRequest("Drop", now.Sha, "main"));
        await Assert.ThrowsAsync<NotFoundException>(() => client.Repository.Content.GetAllContents("acme", "shop", "docs/a.md"));
        Assert.Equal(["Drop", "Change", "Add", "Initial commit"],
            (await client.Repository.Commit.GetAll("acme", "shop")).Select(commit => commit.Commit.Message));
    }

    [Fact]
    public async Task Checks_and_statuses_are_seen_on_the_commit()
    {
        var sha = github.Branch("fix");
        var app = github.Octokit(GitHubDriver.App);
        var run = await app.Check.Run.Create("acme", "shop", new NewCheckRun("proof", sha) { Status = CheckStatus.InProgress });
        await app.Check.Run.Update("acme", "shop", run.Id, new CheckRunUpdate { Status = CheckStatus.Completed, Conclusion = CheckConclusion.Success });
        await client.Repository.Status.Create("acme", "shop", sha, new NewCommitStatus { State = CommitState.Failure, Context = "lint" });
        await client.Repository.Status.Create("acme", "shop", sha, new NewCommitStatus { State = CommitState.Success, Context = "lint" });

        var seen = Assert.Single((await client.Check.Run.GetAllForReference("acme", "shop", sha)).CheckRuns);
        Assert.Equal(("proof", CheckConclusion.Success), (seen.Name, seen.Conclusion?.Value));
        var combined = await client.Repository.Status.GetCombined("acme", "shop", sha);
        Assert.Equal((CommitState.Success, 1), (combined.State.Value, combined.TotalCount));
    }

    [Fact]
    public async Task Comments_and_labels_stay_on_the_pull_request_after_a_restart()
    {
        github.Branch("fix");
        var opened = await client.PullRequest.Create("acme", "shop", new NewPullRequest("Fix", "fix", "main") { Body = "Because" });
        await client.Issue.Comment.Create("acme", "shop", opened.Number, "A word");
        await client.Issue.Labels.AddToIssue("acme", "shop", opened.Number, ["aisre"]);
        await github.DisposeAsync();

        github = await GitHubDriver.StartAsync(folder: folder.Path);
        client = github.Octokit();

        var kept = await client.PullRequest.Get("acme", "shop", opened.Number);
        Assert.Equal(("Fix", "Because", opened.Id), (kept.Title, kept.Body, kept.Id));
        Assert.Equal("aisre", Assert.Single(kept.Labels).Name);
        Assert.Equal("A word", Assert.Single(await client.Issue.Comment.GetAllForIssue("acme", "shop", opened.Number)).Body);
        github.Branch("next", "registry-c.example/web:1");
        Assert.Equal(opened.Number + 1, (await client.PullRequest.Create("acme", "shop", new NewPullRequest("Next", "next", "main"))).Number);
    }

    [Fact]
    public async Task Git_clones_and_pushes_with_a_token_and_the_push_is_followed()
    {
        github.Branch("fix");
        var opened = await client.PullRequest.Create("acme", "shop", new NewPullRequest("Fix", "fix", "main"));
        var updates = new List<BranchUpdate>();
        github.Git.BranchUpdated += updates.Add;
        using var clone = new TemporaryFolder();
        var url = new UriBuilder(github.RepoUrl) { UserName = "x", Password = GitHubDriver.Writer }.Uri.ToString();

        await GitAsync("clone", "--branch", "fix", url, clone.Path);
        await File.WriteAllTextAsync(Path.Combine(clone.Path, "README.md"), "# By hand\n", TestContext.Current.CancellationToken);
        await GitAsync("-C", clone.Path, "-c", "user.name=ana", "-c", "user.email=ana@example.org", "commit", "-am", "By hand");
        await GitAsync("-C", clone.Path, "push", "origin", "fix");

        var update = Assert.Single(updates);
        Assert.Equal(("fix", opened.Head.Sha, "aisre"), (update.Branch, update.Before, update.Actor));
        Assert.Equal(update.Sha, (await client.PullRequest.Get("acme", "shop", opened.Number)).Head.Sha);
        Assert.Equal("# By hand\n", Encoding.UTF8.GetString(github.Git.ReadTree("acme", "shop", update.Sha!)["README.md"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(GitHubDriver.Outsider)]
    public async Task Git_does_not_clone_what_the_token_may_not_see(string token)
    {
        using var clone = new TemporaryFolder();
        var url = new UriBuilder(github.RepoUrl) { UserName = "x", Password = token }.Uri.ToString();

        var result = await CliWrap.Cli.Wrap("git").WithArguments(["clone", url, clone.Path])
            .WithEnvironmentVariables(environment => environment.Set("GIT_TERMINAL_PROMPT", "0"))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, result.ExitCode);
    }

    private static async Task GitAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("git").WithArguments(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    private static async Task<string> RefusalAsync<T>(Func<Task<T>> call) =>
        (await Assert.ThrowsAsync<ApiValidationException>(call)).ApiError.Message;
}
