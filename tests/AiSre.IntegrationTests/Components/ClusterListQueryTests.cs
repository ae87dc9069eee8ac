using AiSre.Clusters;
using AiSre.Components.Clusters;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.Extensions.Options;

namespace AiSre.IntegrationTests.Components;

/// <summary>How the clusters are doing, read from the real database.</summary>
public sealed class ClusterListQueryTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Configured_clusters_and_those_of_earlier_are_listed_with_their_open_incidents()
    {
        var rows = await PageRows.OfAsync(database);
        await rows.AddAsync(new ClusterState { Name = "earlier", Phase = ClusterPhase.Synced, Since = PageRows.Start });
        await rows.AddAsync(new ClusterState
        {
            Name = "prod",
            Phase = ClusterPhase.Behind,
            Since = PageRows.Start,
            Problem = "It is slow.",
            ForbiddenKinds = ["Secret"],
            Objects = System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty.Add("Deployment.apps", 2).Add("Pod", 7),
        });
        await rows.IncidentAsync("open", cluster: "prod");
        await rows.IncidentAsync("closed", AiSre.Incidents.IncidentState.Resolved, cluster: "prod");
        var options = new ClustersOptions();
        options.Clusters.Add(new() { Name = "prod" });
        options.Clusters.Add(new() { Name = "new" });

        var list = await new ClusterListQuery(rows, Options.Create(options)).ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal([("earlier", false), ("new", true), ("prod", true)], list.Clusters.Select(cluster => (cluster.Name, cluster.IsConfigured)));
        var prod = list.Clusters[2];
        Assert.Equal([new("Pod", 7), new KindCount("Deployment.apps", 2)], prod.Kinds);
        Assert.Equal((ClusterPhase.Behind, "It is slow.", 1), (prod.Phase, prod.Problem, prod.OpenIncidents));
        Assert.Null(list.Clusters[1].Phase);
        Assert.Equal("Watching 2 clusters, 9 objects", list.Summary);
    }
}
