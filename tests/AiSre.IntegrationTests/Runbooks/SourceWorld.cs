using AiSre.Data;
using AiSre.GitHub;
using AiSre.IntegrationTests.Components;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.Git;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using GitHubOptions = AiSre.GitHub.GitHubOptions;

namespace AiSre.IntegrationTests.Runbooks;

/// <summary>A database, a repository <c>acme/shop</c> with the folder <c>runbooks</c>, and any number of replicas that sync it.</summary>
internal sealed class SourceWorld : IAsyncDisposable
{
    public const string Folder = "runbooks";

    private readonly PostgresDatabase _database;
    private readonly List<GitHubRepositories> _repositories = [];
    private readonly string _connectionString;

    private SourceWorld(PostgresDatabase database, string connectionString, GitHubDriver gitHub, PageRows rows) =>
        (_database, _connectionString, GitHub, Rows) = (database, connectionString, gitHub, rows);

    public GitHubDriver GitHub { get; }

    public PageRows Rows { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SourceWorld> StartAsync(PostgresServer postgres)
    {
        var database = new PostgresDatabase(postgres);
        var rows = await PageRows.OfAsync(database);
        return new SourceWorld(database, await database.ConnectionStringAsync(), await GitHubDriver.StartAsync(), rows);
    }

    /// <summary>AiSre as one of several; without <paramref name="isConfigured"/> its settings name no repository.</summary>
    public Replica Replica(bool isConfigured = true, string? branch = null, string folder = Folder)
    {
        var options = new RunbookSourceOptions();
        if (isConfigured)
        {
            options.Repositories.Add(new RunbookRepositoryOptions { Repository = GitHub.RepoUrl, Branch = branch, Path = folder });
        }

        var repositories = new GitHubRepositories(Options.Create(new GitHubOptions { BaseAddress = GitHub.Address, Token = GitHubDriver.Writer }), TimeProvider.System);
        _repositories.Add(repositories);
        return new Replica(options, repositories, Rows, new PostgresDistributedSynchronizationProvider(_connectionString, locks => locks.UseMultiplexing(false)));
    }

    /// <summary>Somebody's commit on <c>main</c>; a null text removes the file.</summary>
    public string Commit(string message, params (string Path, string? Text)[] files) => Commit("main", message, files);

    public string Commit(string branch, string message, params (string Path, string? Text)[] files) => GitHub.Git.Commit(
        "acme", "shop", branch, files.ToDictionary(file => $"{Folder}/{file.Path}", file => file.Text), message, GitPerson.Of("ana"));

    public static string Text(string id, string title = "A") => $"---\nid: {id}\ntitle: {title}\nowner: platform\nsymptom: {{cause: Unknown}}\n---\n# {title}\n";

    public async Task<RunbookSource> SourceAsync()
    {
        await using var db = Rows.CreateDbContext();
        return await db.Set<RunbookSource>().AsNoTracking().SingleAsync(Token);
    }

    public async Task<RunbookOwner?> OwnerAsync(string id)
    {
        await using var db = Rows.CreateDbContext();
        return await db.Set<RunbookOwner>().AsNoTracking().SingleOrDefaultAsync(owner => owner.RunbookId == id, Token);
    }

    public async Task<List<RunbookEdit>> EditsAsync()
    {
        await using var db = Rows.CreateDbContext();
        return await db.Set<RunbookEdit>().AsNoTracking().OrderBy(edit => edit.CreatedAt).ToListAsync(Token);
    }

    public Task<IReadOnlyList<Octokit.PullRequest>> PullRequestsAsync() =>
        GitHub.Octokit().PullRequest.GetAllForRepository("acme", "shop", new Octokit.PullRequestRequest { State = Octokit.ItemStateFilter.All });

    public async ValueTask DisposeAsync()
    {
        _repositories.ForEach(repositories => repositories.Dispose());
        await GitHub.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>One AiSre on the world's database.</summary>
internal sealed class Replica
{
    public Replica(RunbookSourceOptions options, GitHubRepositories repositories, IDbContextFactory<AiSreDbContext> contexts, PostgresDistributedSynchronizationProvider locks)
    {
        Sources = new RunbookSources(Options.Create(options), contexts);
        Store = new RunbookStore(contexts, TimeProvider.System);
        Catalog = new RunbookCatalog(Store, NullLogger<RunbookCatalog>.Instance);
        Ownership = new RunbookOwnership(Sources, contexts, TimeProvider.System);
        Push = new RunbookEditPush(repositories, Sources, contexts, TimeProvider.System);
        Sync = new RunbookSync(
            repositories, Sources, Store, new SourceVersions(contexts, TimeProvider.System), Push, contexts, locks, TimeProvider.System, NullLogger<RunbookSync>.Instance);
        Edits = new RunbookEdits(repositories, Sources, Sync, Push, contexts, TimeProvider.System);
    }

    public RunbookSources Sources { get; }

    public RunbookStore Store { get; }

    public RunbookCatalog Catalog { get; }

    public RunbookOwnership Ownership { get; }

    public RunbookEditPush Push { get; }

    public RunbookEdits Edits { get; }

    public RunbookSync Sync { get; }

    public string Key => Sources.Configured[0].Key;

    public Task<bool> SyncAsync() => Sync.SyncAsync(Sources.Configured[0], SourceWorld.Token);

    /// <summary>The ids that incidents are matched with.</summary>
    public async Task<IEnumerable<string>> InForceAsync() => (await Catalog.LatestAsync(SourceWorld.Token)).Select(version => version.Runbook.Id);

    public Task<SaveRunbookResult> ProposeAsync(string text, string? id, string? began, string reason = "Because.") =>
        Edits.ProposeAsync(new ProposeRunbook(Key, text, id, began, "ada", reason), SourceWorld.Token);
}
