using AiSre.Components.Runbooks.Sources;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Runbooks;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;

namespace AiSre.IntegrationTests.Components;

/// <summary>What pages read of sources and owners.</summary>
public sealed class SourceQueryTests(PostgresServer postgres) : IAsyncLifetime
{
    private SourceWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await SourceWorld.StartAsync(postgres);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_source_is_new_then_synced_then_failing_then_gone()
    {
        var replica = _world.Replica();
        var query = new SourceQuery(replica.Sources, _world.Rows);
        Assert.Equal(SourceState.New, Assert.Single(await query.ListAsync(Token)).State);

        _world.Commit("One", ("a.md", SourceWorld.Text("a")));
        await replica.SyncAsync();
        var synced = Assert.Single(await query.ListAsync(Token));
        Assert.Equal((SourceState.Synced, "main", "runbooks", 1), (synced.State, synced.Branch, synced.Folder, synced.InForce));

        var lost = _world.Replica(branch: "lost");
        await lost.SyncAsync();
        var failing = Assert.Single(await new SourceQuery(lost.Sources, _world.Rows).ListAsync(Token));
        Assert.Equal((SourceState.Failing, synced.Revision), (failing.State, failing.Revision));
        Assert.NotNull(failing.Problem);

        var gone = Assert.Single(await new SourceQuery(_world.Replica(isConfigured: false).Sources, _world.Rows).ListAsync(Token));
        Assert.Equal((SourceState.Gone, "acme/shop/runbooks", 1), (gone.State, gone.Name, gone.InForce));
    }

    [Fact]
    public async Task A_runbook_says_whose_it_is_what_is_wrong_there_and_what_waits()
    {
        var replica = _world.Replica();
        await replica.Store.SaveAsync(new SaveRunbook(SourceWorld.Text("here"), 0, null, "ada", "First"), Token);
        _world.Commit("One", ("a.md", SourceWorld.Text("a")), ("here.md", SourceWorld.Text("here", "There")));
        await replica.SyncAsync();
        await replica.ProposeAsync(SourceWorld.Text("a", "Better"), "a", SourceWorld.Text("a"));
        var query = new SourceQuery(replica.Sources, _world.Rows);

        var (there, here) = (await query.OwnershipAsync("a", Token), await query.OwnershipAsync("here", Token));

        Assert.Equal((replica.Key, "acme/shop", "runbooks/a.md", true), (there.Source, there.Repository, there.Path, there.IsEditedThere));
        Assert.EndsWith("/acme/shop/blob/main/runbooks/a.md", there.FileUrl, StringComparison.Ordinal);
        Assert.Equal("One", (await replica.Store.GetAsync("a", 1, Token))!.Reason);
        Assert.Equal(there.Origin!.Revision, (await replica.Store.GetAsync("a", 1, Token))!.Origin!.Revision);
        Assert.Equal(("ada", false), (Assert.Single(there.Edits).By, there.Edits[0].IsNew));
        Assert.Equal((null, false), (here.Source, here.IsEditedThere));
        Assert.Equal((replica.Key, FileProblemKind.OwnedByPeople), (Assert.Single(here.Files).Source, here.Files[0].Problem.Kind));
        Assert.Equal("a", Assert.Single(Assert.Single(await query.ListAsync(Token)).Edits).RunbookId);
        Assert.True((await new SourceQuery(_world.Replica(isConfigured: false).Sources, _world.Rows).OwnershipAsync("a", Token)).IsGone);
    }
}
