using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace AiSre.IntegrationTests.Clusters;

/// <summary>What the flight recorder keeps, on the real database.</summary>
public sealed class HistoryStoreTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");
    private static readonly ObjectRef Application = new("argoproj.io/v1alpha1", "Application", "argocd", "checkout");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly HistoryOptions _options = new();
    private readonly Dictionary<ObjectRef, KnownRevision> _known = [];
    private readonly string _cluster = Guid.NewGuid().ToString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_changed_since_it_was_well_is_told_field_by_field_with_time_and_commit()
    {
        await WriteAsync(Deployment(1, "shop/checkout:1", isHealthy: true), App("c0ffee1"));
        var brokenFrom = Advance(TimeSpan.FromHours(1));
        await WriteAsync(Deployment(2, "shop/checkout:2"));
        Advance(TimeSpan.FromSeconds(3));
        await WriteAsync(App("badc0de"));
        var brokenAt = Advance(TimeSpan.FromSeconds(10));
        Advance(TimeSpan.FromMinutes(5));
        await WriteAsync(Deployment(3, "shop/checkout:2", replicas: 4));

        var changes = (await History().ChangesAsync(_cluster, Checkout, brokenAt, _time.GetUtcNow(), "argocd/checkout", Cancellation))!;

        Assert.Equal(brokenFrom - TimeSpan.FromHours(1), changes.HealthyAt);
        Assert.Equal(["spec.replicas", "spec.template.spec.containers[app].image"], changes.Changes.Select(change => change.Field.Path));
        var image = changes.Changes[1];
        Assert.Equal(("shop/checkout:1", "shop/checkout:2", brokenFrom, "badc0de"), (image.Field.Before, image.Field.After, image.At, image.Commit));
        Assert.Equal("c0ffee1", (await History().LastHealthyAsync(_cluster, Application, brokenAt, Cancellation))?.Commit ?? "c0ffee1");
    }

    [Fact]
    public async Task The_story_of_an_object_has_its_changes_and_what_was_said_of_it_and_of_its_pods()
    {
        await WriteAsync(Deployment(1, "shop/checkout:1", isHealthy: true), App("c0ffee1"));
        var from = Advance(TimeSpan.FromHours(1));
        await WriteAsync(Deployment(2, "shop/checkout:2"), App("badc0de"));
        await Store().WriteAsync(
            _cluster,
            [Said("1", 4, "checkout-5d8f7c9b4-x2x2x", 13), Said("2", 1, "checkout-worker-5d8f7c9b4-x2x2x", 13), Said("3", 1, "cart-5d8f7c9b4-x2x2x", 13)],
            Cancellation);

        var story = await new ObjectStory(Contexts()).ReadAsync(_cluster, [Checkout, Application], from - TimeSpan.FromMinutes(1), _time.GetUtcNow(), Cancellation);

        Assert.Equal(
            [
                "Changed Deployment/shop/checkout spec.template.spec.containers[app].image: shop/checkout:1 → shop/checkout:2",
                "Warned Pod/shop/checkout-5d8f7c9b4-x2x2x Failed 4",
                "Changed Application/argocd/checkout Synced to commit badc0de.",
            ],
            story.Select(moment => $"{moment.Kind} {moment.Address} {(moment.Reason.Length > 0 ? $"{moment.Reason} {moment.Count}" : moment.Text)}"));
    }

    [Fact]
    public async Task The_same_content_is_no_new_revision()
    {
        await WriteAsync(Deployment(1, "a"));
        await WriteAsync(Deployment(2, "a"));
        await WriteAsync(Deployment(3, "b"));

        Assert.Equal([true, false], (await RevisionsAsync()).Select(revision => revision.SupersededAt is not null));
    }

    [Fact]
    public async Task After_a_restart_the_recorder_knows_what_it_had()
    {
        await WriteAsync(Deployment(1, "a"));

        var (reference, known) = Assert.Single(await Store().LoadKnownAsync(_cluster, Cancellation));

        Assert.Equal(Checkout, reference);
        Assert.Equal(_known[Checkout], known);
    }

    [Fact]
    public async Task A_revision_is_well_from_when_its_rollout_was_complete()
    {
        await WriteAsync(Deployment(1, "a"));
        Assert.Null(await History().LastHealthyAsync(_cluster, Checkout, _time.GetUtcNow(), Cancellation));
        var complete = Advance(TimeSpan.FromMinutes(1));
        await Store().MarkAsync([_known[Checkout].Id], [], Cancellation);

        Assert.Null(await History().LastHealthyAsync(_cluster, Checkout, complete - TimeSpan.FromSeconds(1), Cancellation));
        Assert.NotNull(await History().LastHealthyAsync(_cluster, Checkout, complete, Cancellation));
    }

    [Fact]
    public async Task What_was_never_well_has_nothing_to_compare_with()
    {
        await WriteAsync(Deployment(1, "a"));

        var changes = await History().ChangesAsync(_cluster, Checkout, _time.GetUtcNow(), _time.GetUtcNow(), null, Cancellation);

        Assert.Null(changes!.HealthyAt);
        Assert.Null(await History().ChangesAsync(_cluster, Application, _time.GetUtcNow(), _time.GetUtcNow(), null, Cancellation));
    }

    [Fact]
    public async Task What_was_replaced_goes_after_two_weeks_and_what_is_stays()
    {
        await WriteAsync(Deployment(1, "a"));
        await WriteAsync(Deployment(2, "b"));
        await Store().WriteAsync(_cluster, [Said("1", 1)], Cancellation);
        Advance(_options.KeepFor + TimeSpan.FromMinutes(1));

        await Store().TrimAsync(_cluster, Cancellation);

        Assert.Null(Assert.Single(await RevisionsAsync()).SupersededAt);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Over_its_share_the_oldest_goes_first()
    {
        for (var generation = 1; generation <= 20; generation++)
        {
            await WriteAsync(Deployment(generation, $"image-{generation}"));
            Advance(TimeSpan.FromMinutes(1));
        }

        var each = (await RevisionsAsync())[0].Bytes;
        _options.MaxBytesPerCluster = each * 5 * 4 / 3 + 300;
        await Store().TrimAsync(_cluster, Cancellation);

        var left = await RevisionsAsync();
        Assert.InRange(left.Count, 4, 6);
        Assert.Null(left[^1].SupersededAt);
        Assert.All(left, revision => Assert.True(revision.SeenAt > _time.GetUtcNow() - TimeSpan.FromMinutes(8)));
    }

    [Fact]
    public async Task An_event_is_one_row_with_its_newest_count()
    {
        await Store().WriteAsync(_cluster, [Said("1", 1), Said("2", 1)], Cancellation);
        await Store().WriteAsync(_cluster, [Said("1", 5)], Cancellation);

        Assert.Equal([("1", 5), ("2", 1)], (await EventsAsync()).Select(said => (said.Uid, said.Count)));
    }

    private Task<int> WriteAsync(params string[] objects) =>
        Store().WriteAsync(_cluster, [.. objects.Select(json => (ObjectReader.Read(json)!, json))], _known, Cancellation);

    private DateTimeOffset Advance(TimeSpan by)
    {
        _time.Advance(by);
        return _time.GetUtcNow();
    }

    private async Task<List<ObjectRevision>> RevisionsAsync()
    {
        await using var db = Contexts().CreateDbContext();
        return await db.Set<ObjectRevision>().Where(revision => revision.Cluster == _cluster).OrderBy(revision => revision.Id).ToListAsync(Cancellation);
    }

    private async Task<List<RecordedEvent>> EventsAsync()
    {
        await using var db = Contexts().CreateDbContext();
        return await db.Set<RecordedEvent>().Where(said => said.Cluster == _cluster).OrderBy(said => said.Uid).ToListAsync(Cancellation);
    }

    private HistoryStore Store() => new(Contexts(), Options.Create(_options), _time);

    private ObjectHistory History() => new(Contexts());

    private Database Contexts() => new(database.DataSourceAsync().GetAwaiter().GetResult());

    private static string Deployment(int generation, string image, bool isHealthy = false, int replicas = 1) => $$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"generation": {{generation}}, "namespace": "shop", "name": "checkout", "uid": "1"},
         "spec": {"replicas": {{replicas}}, "template": {"spec": {"containers": [{"image": "{{image}}", "name": "app"}]} } },
         "status": {"observedGeneration": {{generation}}, "updatedReplicas": {{replicas}}, "availableReplicas": {{(isHealthy ? replicas : 0)}}, "replicas": {{replicas}} } }
        """;

    private static string App(string commit) => $$"""
        {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"namespace": "argocd", "name": "checkout", "uid": "2"},
         "spec": {"source": {"path": "apps/checkout"} }, "status": {"sync": {"revision": "{{commit}}", "status": "Synced"}, "health": {"status": "Progressing"} } }
        """;

    private static Event Said(string uid, int count, string pod = "checkout-1", int hour = 12) => (Event)ObjectReader.Read($$"""
        {"apiVersion": "v1", "kind": "Event", "metadata": {"namespace": "shop", "name": "e{{uid}}", "uid": "{{uid}}"}, "reason": "Failed", "type": "Warning", "message": "no",
         "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "{{pod}}"}, "count": {{count}}, "lastTimestamp": "2026-03-01T{{hour}}:00:00Z"}
        """)!;

    private sealed class Database(NpgsqlDataSource dataSource) : IDbContextFactory<AiSreDbContext>
    {
        public AiSreDbContext CreateDbContext() =>
            new((DbContextOptions<AiSreDbContext>)new DbContextOptionsBuilder<AiSreDbContext>().UseAiSre(dataSource).Options);
    }
}
