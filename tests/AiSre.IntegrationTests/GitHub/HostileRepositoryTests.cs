using System.Text;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.Hosting;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;
using LibGit2Sharp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>A repository that means ill, over real Git and GitHub's API: bounded by calls and bytes, and told in a sentence.</summary>
public sealed class HostileRepositoryTests : IAsyncLifetime
{
    private const string Image = "registry-a.example/shop/web:1";
    private const string Manifest = $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: {Image}\n";

    private GitHubDriver github = null!;
    private ProductDriver product = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDriver.StartAsync(options => options.LongestTree = 1_000);
        product = new ProductDriver(github.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await github.DisposeAsync();
    }

    [Fact]
    public async Task Symbolic_links_and_submodules_are_no_files()
    {
        var tree = await TreeAsync(git => new TreeDefinition()
            .Add("apps/web/deployment.yaml", Blob(git, Manifest), Mode.NonExecutableFile)
            .Add("apps/web/link.yaml", Blob(git, "../../../../etc/passwd"), Mode.SymbolicLink)
            .Add("apps/web/folder", Blob(git, "/etc"), Mode.SymbolicLink)
            .AddGitLink("apps/web/module", new ObjectId("1111111111111111111111111111111111111111")));

        Assert.Equal(["apps/web/deployment.yaml"], tree.Files.Select(file => file.Path));
        Assert.IsType<SolutionPlan.Change>(await PlanAsync(tree));
        Assert.Equal(1, github.Exchanges.Count("GET", "/git/blobs/"));
    }

    [Theory]
    [InlineData("link.yaml")]
    [InlineData("folder")]
    [InlineData("module")]
    public async Task A_kustomization_that_leads_through_one_is_refused(string resource)
    {
        var tree = await TreeAsync(git => new TreeDefinition()
            .Add("apps/web/kustomization.yaml", Blob(git, $"resources: [{resource}]\n"), Mode.NonExecutableFile)
            .Add("apps/web/link.yaml", Blob(git, "../../../../etc/passwd"), Mode.SymbolicLink)
            .Add("apps/web/folder", Blob(git, "/etc"), Mode.SymbolicLink)
            .AddGitLink("apps/web/module", new ObjectId("1111111111111111111111111111111111111111")));

        Assert.Equal(
            $"apps/web/kustomization.yaml names {resource}, which is not in the repository at commit {tree.Sha[..7]} (symbolic links and submodules are not followed); correct the kustomization.",
            Assert.IsType<SolutionPlan.Refused>(await PlanAsync(tree)).Sentence);
    }

    [Fact]
    public async Task A_large_file_is_refused_before_it_is_fetched()
    {
        var tree = await TreeAsync(git => new TreeDefinition()
            .Add("apps/web/deployment.yaml", Blob(git, Manifest), Mode.NonExecutableFile)
            .Add("apps/web/big.yaml", Blob(git, new string('#', 100 << 20)), Mode.NonExecutableFile));

        Assert.Contains("apps/web/big.yaml has 102400 KB", Assert.IsType<SolutionPlan.Refused>(await PlanAsync(tree)).Sentence, StringComparison.Ordinal);
        Assert.Equal(0, github.Exchanges.Count("GET", "/git/blobs/"));
    }

    [Fact]
    public async Task Names_with_line_breaks_and_turned_directions_go_through_Git_as_they_are()
    {
        const string Odd = "apps/web/a\nb\u202Ec.yaml";
        var tree = await TreeAsync(git => new TreeDefinition().Add(Odd, Blob(git, Manifest), Mode.NonExecutableFile));

        var file = Assert.Single(Assert.IsType<SolutionPlan.Change>(await PlanAsync(tree)).Files);
        var made = await product.Repository.CommitAsync(tree.Sha, "Change\n", new Dictionary<string, string> { [file.Path] = file.After }, ProductDriver.Noon);

        Assert.Equal(Odd, file.Path);
        Assert.StartsWith("apps/web/a\\u000Ab\\u202Ec.yaml: ", Assert.Single(file.Edits), StringComparison.Ordinal);
        Assert.Equal(file.After, Encoding.UTF8.GetString(github.Git.ReadTree("acme", "shop", made)[Odd]));
        Assert.Equal([Odd], (await product.Repository.ChangesOfAsync(made)).Paths);
    }

    [Fact]
    public async Task A_listing_that_GitHub_cuts_is_walked_by_folder_in_bounded_calls()
    {
        var tree = await TreeAsync(git => Many(git, folders: 20, files: 100));

        Assert.Equal(2_000, tree.Files.Count);
        Assert.InRange(github.Exchanges.Count("GET", "/git/trees/"), 1, 25);
        Assert.IsType<SolutionPlan.Change>(await PlanAsync(tree));
    }

    [Fact]
    public async Task More_folders_than_can_be_asked_for_are_refused()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => TreeAsync(git => Many(git, folders: 900, files: 2)));

        Assert.Equal("acme/shop has so many files in so many folders that GitHub lists them only by more than 400 calls, so AiSre does not work on it; keep configuration in a repository of its own.", refused.Message);
        Assert.InRange(github.Exchanges.Count("GET", "/git/trees/"), 1, 400);
    }

    [Fact]
    public async Task A_folder_with_more_files_than_GitHub_lists_is_refused()
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => TreeAsync(git => Many(git, folders: 1, files: 1_500)));

        Assert.Equal("The folder 'apps/0/' of acme/shop has more files than GitHub lists, so AiSre cannot work on it; split the folder.", refused.Message);
        Assert.InRange(github.Exchanges.Count("GET", "/git/trees/"), 1, 6);
    }

    [Theory]
    [InlineData(true, "has more than 2048 KiB, and AiSre reads no more")]
    [InlineData(false, "has 1488 KiB, and AiSre edits none over 1024 KiB")]
    public async Task A_file_whose_size_is_a_lie_is_read_only_so_far(bool isEndless, string why)
    {
        await using var liar = new LoopbackApplication(0, _ => { }, web => web.Run(async http =>
        {
            http.Response.ContentType = "application/json";
            if (!http.Request.Path.Value!.Contains("/git/blobs/", StringComparison.Ordinal))
            {
                await http.Response.WriteAsync("""{"sha": "2222222222222222222222222222222222222222", "truncated": false, "tree": [{"path": "a.yaml", "mode": "100644", "type": "blob", "size": 10, "sha": "3333333333333333333333333333333333333333"}, {"path": "../../b.yaml", "mode": "100644", "type": "blob", "size": 10, "sha": "3333333333333333333333333333333333333333"}, {"path": ".git/config", "mode": "100644", "type": "blob", "size": 10, "sha": "3333333333333333333333333333333333333333"}]}""");
                return;
            }

            await http.Response.WriteAsync("""{"sha": "3333333333333333333333333333333333333333", "size": 10, "encoding": "base64", "content": " """.TrimEnd());
            var block = Encoding.ASCII.GetBytes(new string('A', 1 << 16));
            for (var count = 0; count < (isEndless ? 256 : 31); count++)
            {
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
            }

            if (isEndless)
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted); // Whoever reads on waits in vain.
            }

            await http.Response.WriteAsync("\"}");
        }));
        await liar.StartAsync(TestContext.Current.CancellationToken);
        await using var client = new ProductDriver(liar.Address);

        var tree = await client.Repository.TreeAsync("1111111111111111111111111111111111111111");

        Assert.Equal(["a.yaml"], tree.Files.Select(file => file.Path));
        Assert.Contains(why, (await Assert.ThrowsAsync<ProblemException>(() => tree.ReadAsync("a.yaml", TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    private static Blob Blob(Repository git, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return git.ObjectDatabase.CreateBlob(stream);
    }

    private static TreeDefinition Many(Repository git, int folders, int files)
    {
        var (folder, some) = (new TreeDefinition(), Blob(git, "a: 1\n"));
        for (var number = 0; number < files; number++)
        {
            folder.Add($"{number}.yaml", some, Mode.NonExecutableFile);
        }

        var inner = git.ObjectDatabase.CreateTree(folder);
        var all = new TreeDefinition();
        for (var number = 0; number < folders; number++)
        {
            all.Add($"{number}", inner);
        }

        return new TreeDefinition().Add("apps", git.ObjectDatabase.CreateTree(all)).Add("apps/0/0.yaml", Blob(git, Manifest), Mode.NonExecutableFile);
    }

    // A commit of exactly these entries, as only somebody makes it who writes Git's objects by hand.
    private async Task<IRepositoryTree> TreeAsync(Func<Repository, TreeDefinition> entries)
    {
        string sha;
        using (var git = github.Git.Open("acme", "shop"))
        {
            var person = new Signature("eve", "eve@example.com", ProductDriver.Noon);
            sha = git.ObjectDatabase.CreateCommit(person, person, "Mean ill\n", git.ObjectDatabase.CreateTree(entries(git)), [], prettifyMessage: false).Sha;
            git.Refs.Add("refs/heads/ill", sha);
        }

        return await product.Repository.TreeAsync(sha);
    }

    private static Task<SolutionPlan> PlanAsync(IRepositoryTree tree)
    {
        var path = tree.Files.Any(file => file.Path.StartsWith("apps/web/", StringComparison.Ordinal)) ? "apps/web" : "apps/0";
        return new SolutionPlanner(NullLogger<SolutionPlanner>.Instance).PlanAsync(
            new Solution([new OverrideImageRegistry("registry-a.example", "registry-b.example")]),
            [new SolutionTarget(new ObjectRef("apps/v1", "Deployment", "shop", "web"), "argocd/web", new ApplicationSource { Path = path }, [new ContainerImage("web", Image)])],
            new OneTree(tree), TestContext.Current.CancellationToken);
    }

    private sealed class OneTree(IRepositoryTree tree) : ISourceTrees
    {
        public Task<SourceTree> OpenAsync(string repositoryUrl, string revision, CancellationToken cancellationToken) => Task.FromResult(new SourceTree(repositoryUrl, "main", tree));
    }
}
