using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;
using AiSre.Remediation.Autonomy;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.IntegrationTests.Runbooks;

/// <summary>Runbooks from the playground's Git repository on the real database.</summary>
public sealed class RunbookSyncTests(PostgresServer postgres) : IAsyncLifetime
{
    private SourceWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await SourceWorld.StartAsync(postgres);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Each_file_becomes_a_version_that_names_its_commit()
    {
        var sha = _world.Commit("Say what to do\n\nAt length.\n", ("a.md", SourceWorld.Text("a")), ("deep/b.md", SourceWorld.Text("b")), ("README.md", "# Ours\n"));
        var replica = _world.Replica();

        Assert.True(await replica.SyncAsync());

        Assert.Equal(["a", "b"], await replica.InForceAsync());
        var version = (await replica.Store.GetAsync("b", null, Token))!;
        Assert.Equal((1, "ana", "Say what to do", sha, "runbooks/deep/b.md"), (version.Number, version.SavedBy, version.Reason, version.Origin!.Revision, version.Origin.Path));
        Assert.EndsWith($"/acme/shop/commit/{sha}", version.Origin.RevisionUrl, StringComparison.Ordinal);
        Assert.EndsWith($"/acme/shop/blob/{sha}/runbooks/deep/b.md", version.Origin.FileUrl, StringComparison.Ordinal);
        var source = await _world.SourceAsync();
        Assert.Equal(("main", sha, null, 2, 1), (source.Branch, source.Revision, source.Problem, source.InForce, source.Skipped));
        Assert.NotNull(source.SyncedAt);
    }

    [Fact]
    public async Task Only_what_changed_is_read_and_becomes_a_version()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")), ("b.md", SourceWorld.Text("b")));
        await _world.Replica().SyncAsync();
        _world.Commit("Two", ("b.md", SourceWorld.Text("b", "B")));
        var calls = _world.GitHub.Exchanges.All.Count;
        var replica = _world.Replica();

        await replica.SyncAsync();
        await replica.SyncAsync();

        Assert.Equal(2, (await replica.Store.GetAsync("b", null, Token))!.Number);
        Assert.Equal(1, (await replica.Store.GetAsync("a", null, Token))!.Number);
        var paths = _world.GitHub.Exchanges.All.Skip(calls).Select(exchange => exchange.Path).ToList();
        Assert.Single(paths, path => path.Contains("/git/blobs/", StringComparison.Ordinal));
        Assert.Single(paths, path => path.Contains("/git/trees/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_file_is_told_by_line_and_its_last_good_version_stays_in_force()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        var replica = _world.Replica();
        await replica.SyncAsync();
        var sha = _world.Commit("Two", ("a.md", SourceWorld.Text("a").Replace("Unknown", "Nonsense", StringComparison.Ordinal)), ("c.md", SourceWorld.Text("c")));

        await replica.SyncAsync();

        Assert.Equal(["a", "c"], await replica.InForceAsync());
        Assert.Equal(1, (await replica.Store.GetAsync("a", null, Token))!.Number);
        var problem = Assert.Single((await _world.SourceAsync()).Files);
        Assert.Equal((FileProblemKind.Invalid, "runbooks/a.md", "a", 5), (problem.Kind, problem.Path, problem.RunbookId, problem.Line));
        Assert.EndsWith($"/blob/{sha}/runbooks/a.md#L5", problem.Url, StringComparison.Ordinal);

        _world.Commit("Three", ("a.md", SourceWorld.Text("a", "Better")));
        await replica.SyncAsync();
        Assert.Empty((await _world.SourceAsync()).Files);
        Assert.Equal(2, (await replica.Store.GetAsync("a", null, Token))!.Number);
    }

    [Fact]
    public async Task A_runbook_retires_with_its_file_keeps_its_history_and_comes_back()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")), ("b.md", SourceWorld.Text("b")));
        var replica = _world.Replica();
        await replica.SyncAsync();
        _world.Commit("Two", ("a.md", null));

        await replica.SyncAsync();

        Assert.Equal(["b"], await replica.InForceAsync());
        Assert.NotNull((await _world.OwnerAsync("a"))!.RetiredAt);
        Assert.Equal((false, true, false), (await replica.Store.IsInForceAsync("a", Token), await replica.Store.IsInForceAsync("b", Token), await replica.Store.IsInForceAsync("none", Token)));
        Assert.Single(await replica.Store.VersionsAsync("a", Token));

        _world.Commit("Three", ("a.md", SourceWorld.Text("a")));
        await replica.SyncAsync();
        Assert.Equal(["a", "b"], await replica.InForceAsync());
        Assert.Single(await replica.Store.VersionsAsync("a", Token));
    }

    [Fact]
    public async Task A_retired_runbook_goes_no_further_than_proposing()
    {
        const string Narrow = "---\nid: a\ntitle: A\nowner: a\nsymptom: {cause: Unknown}\napplies-to: {clusters: dev}\nmode: automatic\nsolution: [{roll-back-image: {}}]\n---\n";
        _world.Commit("One", ("a.md", Narrow), ("b.md", SourceWorld.Text("b")));
        var replica = _world.Replica();
        await replica.SyncAsync();
        _world.Commit("Two", ("a.md", null));
        await replica.SyncAsync();
        var standings = new RunbookStandings(replica.Store, null!, Options.Create(new AutonomyOptions()), TimeProvider.System);
        await using var db = _world.Rows.CreateDbContext();

        var mode = await standings.OfAsync(db, new VersionedRunbook(RunbookParser.Parse(Narrow).Runbook!, 1), RunbookMode.Automatic, "cluster dev", Token);

        Assert.Equal((RunbookMode.Propose, "A person decides, since it is retired: its file is gone from the repository."), (mode.Mode, mode.Sentence));
    }

    [Theory]
    [InlineData(FaultKind.RateLimited, "/git/blobs/")]
    [InlineData(FaultKind.ServerError, "/git/blobs/")]
    [InlineData(FaultKind.ServerError, "/git/trees/")]
    [InlineData(FaultKind.NotGitHub, "/git/trees/")]
    [InlineData(FaultKind.NotFound, "/branches/")]
    public async Task What_cannot_be_read_wholly_retires_nothing_and_says_since_when(FaultKind kind, string path)
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")), ("b.md", SourceWorld.Text("b")));
        await _world.Replica().SyncAsync();
        _world.Commit("Two", ("a.md", null), ("b.md", SourceWorld.Text("b", "B")));
        _world.GitHub.Faults.Add(new GitHubFault(kind, 100) { Path = path });
        var replica = _world.Replica();

        await replica.SyncAsync();

        Assert.Equal(["a", "b"], await replica.InForceAsync());
        var failing = await _world.SourceAsync();
        Assert.NotNull(failing.FailingSince);
        Assert.Matches(@"^\S.+\.$", failing.Problem);

        _world.GitHub.Faults.Clear();
        var later = _world.Replica();
        await later.SyncAsync();
        Assert.Equal((null, null), ((await _world.SourceAsync()).FailingSince, (await _world.SourceAsync()).Problem));
        Assert.Equal(["b"], await later.InForceAsync());
    }

    [Fact]
    public async Task A_branch_or_folder_that_is_not_there_changes_nothing_and_says_so()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        await _world.Replica().SyncAsync();

        await _world.Replica(branch: "release").SyncAsync();
        Assert.Contains("release", (await _world.SourceAsync()).Problem, StringComparison.Ordinal);

        _world.Commit("Two", ("a.md", null));
        var replica = _world.Replica();
        await replica.SyncAsync();
        Assert.Contains("has no Markdown file in the folder runbooks", (await _world.SourceAsync()).Problem, StringComparison.Ordinal);
        Assert.Equal(["a"], await replica.InForceAsync());
    }

    [Fact]
    public async Task Two_replicas_at_once_add_every_version_once()
    {
        for (var round = 1; round <= 4; round++)
        {
            _world.Commit($"Round {round}", ("a.md", SourceWorld.Text("a", $"Round {round}")), ("b.md", SourceWorld.Text("b", $"Round {round}")));
            var replicas = Enumerable.Range(0, 3).Select(_ => _world.Replica()).ToList();

            var looked = await Task.WhenAll(replicas.Select(replica => replica.SyncAsync()));

            Assert.Contains(true, looked);
            Assert.Equal(round, (await replicas[0].Store.VersionsAsync("a", Token)).Length);
            Assert.Equal(round, (await replicas[0].Store.VersionsAsync("b", Token)).Length);
        }
    }

    [Fact]
    public async Task A_look_that_was_overtaken_writes_nothing()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        var replica = _world.Replica();
        await replica.SyncAsync();
        var versions = new SourceVersions(_world.Rows, TimeProvider.System);
        var late = new SourceLook(replica.Sources.Configured[0], (await _world.SourceAsync()).Attempt - 1);

        Assert.False(await versions.RetireAsync(late, "a", Token));

        Assert.Equal(["a"], await replica.InForceAsync());
    }

    [Fact]
    public async Task A_runbook_of_people_here_is_handed_over_by_a_person_with_a_reason()
    {
        var replica = _world.Replica();
        await replica.Store.SaveAsync(new SaveRunbook(SourceWorld.Text("a"), 0, null, "ada", "First"), Token);
        _world.Commit("One", ("a.md", SourceWorld.Text("a", "From Git")));
        await replica.SyncAsync();
        Assert.Equal(FileProblemKind.OwnedByPeople, Assert.Single((await _world.SourceAsync()).Files).Kind);
        Assert.Single(await replica.Store.VersionsAsync("a", Token));

        await Assert.ThrowsAsync<ProblemException>(() => replica.Ownership.HandOverAsync("a", replica.Key, "ada", " ", Token));
        await Assert.ThrowsAsync<ProblemException>(() => replica.Ownership.HandOverAsync("other", replica.Key, "ada", "Why not", Token));
        await replica.Ownership.HandOverAsync("a", replica.Key, "ada", "Git is where we look.", Token);
        await replica.SyncAsync();

        Assert.Empty((await _world.SourceAsync()).Files);
        Assert.Equal([2, 1], (await replica.Store.VersionsAsync("a", Token)).Select(version => version.Number));
        var owner = (await _world.OwnerAsync("a"))!;
        Assert.Equal((replica.Key, "runbooks/a.md", "ada", "Git is where we look."), (owner.Source, owner.Path, owner.By, owner.Reason));
    }

    [Fact]
    public async Task A_runbook_of_a_repository_is_not_saved_from_elsewhere()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        var replica = _world.Replica();
        await replica.SyncAsync();

        var result = await replica.Store.SaveAsync(new SaveRunbook(SourceWorld.Text("a", "Mine"), 1, "a", "ada", "I know better"), Token);

        Assert.Contains("a comes from runbooks/a.md of acme/shop", result.Refusal, StringComparison.Ordinal);
        Assert.Single(await replica.Store.VersionsAsync("a", Token));
    }

    [Fact]
    public async Task A_source_that_is_taken_out_leaves_its_runbooks_in_force_until_a_person_takes_them_over()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        var before = _world.Replica();
        await before.SyncAsync();
        await Assert.ThrowsAsync<ProblemException>(() => before.Ownership.TakeOverAsync("a", "ada", "Mine now", Token));

        var after = _world.Replica(isConfigured: false);
        Assert.Equal(["a"], await after.InForceAsync());
        Assert.NotNull((await after.Store.SaveAsync(new SaveRunbook(SourceWorld.Text("a", "Mine"), 1, "a", "ada", "x"), Token)).Refusal);

        await after.Ownership.TakeOverAsync("a", "ada", "The repository is archived.", Token);
        Assert.True((await after.Store.SaveAsync(new SaveRunbook(SourceWorld.Text("a", "Mine"), 1, "a", "ada", "x"), Token)).IsSaved);
        Assert.Null((await _world.OwnerAsync("a"))!.Source);
    }

    [Fact]
    public async Task Automatic_everywhere_comes_into_force_when_a_person_agrees_to_that_text()
    {
        const string Wide = "---\nid: a\ntitle: Wide\nowner: a\nsymptom: {cause: Unknown}\nmode: automatic\nsolution: [{roll-back-image: {}}]\n---\n";
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        var replica = _world.Replica();
        await replica.SyncAsync();
        _world.Commit("Two", ("a.md", Wide));
        await replica.SyncAsync();
        var problem = Assert.Single((await _world.SourceAsync()).Files);
        Assert.Equal((FileProblemKind.Everywhere, 1), (problem.Kind, (await replica.Store.VersionsAsync("a", Token)).Length));

        await replica.Ownership.ConfirmEverywhereAsync(replica.Key, problem, "ada", Token);
        Assert.Null(await replica.Sync.DueInAsync(replica.Sources.Configured[0], Token));
        await replica.SyncAsync();

        Assert.Equal(Wide, (await replica.Store.GetAsync("a", null, Token))!.Text);
        Assert.Empty((await _world.SourceAsync()).Files);
    }

    [Fact]
    public async Task Ids_that_two_people_begin_at_once_have_one_owner()
    {
        var replica = _world.Replica();
        for (var round = 0; round < 8; round++)
        {
            var id = $"race-{round}";
            _world.Commit("One", ($"{id}.md", SourceWorld.Text(id, "Git")));

            await Task.WhenAll(replica.SyncAsync(), replica.Store.SaveAsync(new SaveRunbook(SourceWorld.Text(id, "Here"), 0, null, "ada", "x"), Token));
            await replica.SyncAsync();

            var version = Assert.Single(await replica.Store.VersionsAsync(id, Token));
            Assert.Equal((await _world.OwnerAsync(id))!.Source is null, version.Origin is null);
        }
    }

    [Fact]
    public async Task A_source_is_due_after_its_interval_or_when_somebody_asks()
    {
        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        var replica = _world.Replica();
        var source = replica.Sources.Configured[0];
        Assert.Null(await replica.Sync.DueInAsync(source, Token));
        await replica.SyncAsync();
        Assert.InRange((await replica.Sync.DueInAsync(source, Token))!.Value, TimeSpan.FromSeconds(1), source.Interval);

        await replica.Sources.PushedAsync(source.Address, "other", Token);
        Assert.NotNull(await replica.Sync.DueInAsync(source, Token));
        await replica.Sources.PushedAsync(source.Address, "main", Token);
        Assert.Null(await replica.Sync.DueInAsync(source, Token));
    }
}
