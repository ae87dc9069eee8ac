using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Data;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Clusters;

public sealed class ClusterStateStoreTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IDbContextFactory<AiSreDbContext>
{
    private DbContextOptions<AiSreDbContext> options = null!;

    public AiSreDbContext CreateDbContext() => new(options);

    [Fact]
    public async Task The_state_of_a_cluster_is_one_row_that_is_written_over()
    {
        var builder = new DbContextOptionsBuilder<AiSreDbContext>();
        builder.UseAiSre(await database.DataSourceAsync());
        options = builder.Options;
        var store = new DbClusterStateStore(this);
        var cancellation = TestContext.Current.CancellationToken;
        var first = new ClusterState { Name = "prod", Phase = ClusterPhase.Connecting, Since = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };
        var second = new ClusterState
        {
            Name = "prod",
            Phase = ClusterPhase.Behind,
            Problem = "AiSre's account may not list and watch pods in cluster prod (403): grant it that right.",
            Since = first.Since.AddMinutes(1),
            Objects = ImmutableSortedDictionary<string, int>.Empty.Add("Deployment.apps", 7),
            MissingKinds = ["Application.argoproj.io"],
            ForbiddenKinds = ["Pod"],
            LastEventAt = first.Since.AddMinutes(2),
        };

        await store.SaveAsync(first, cancellation);
        await store.SaveAsync(second, cancellation);

        await using var db = CreateDbContext();
        var row = Assert.Single(await db.Set<ClusterState>().AsNoTracking().ToListAsync(cancellation));
        Assert.True(row.SaysTheSameAs(second));
        Assert.Equal("prod", row.Name);
    }
}
