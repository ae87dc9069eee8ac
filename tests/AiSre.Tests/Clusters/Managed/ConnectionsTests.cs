using AiSre.Clusters;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Clusters.Managed;

public sealed class ConnectionsTests : IDisposable
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    private readonly ClusterConnections connections = new(Options.Create(new ClustersOptions { Clusters = { new ClusterOptions { Name = "configured" } } }));

    public void Dispose() => connections.Dispose();

    [Fact]
    public void A_connection_stays_until_its_cluster_changes()
    {
        Manage(("a", First), ("b", First));
        var (before, changed) = connections.Watch();
        Assert.Equal(["configured", "a", "b"], before.Select(connection => connection.Name));

        Manage(("a", First), ("b", First));
        Assert.False(changed.IsCompleted);

        Manage(("a", First), ("b", Second));
        Assert.True(changed.IsCompleted);
        var (after, _) = connections.Watch();
        Assert.Equal([true, true, false], before.Zip(after, ReferenceEquals));

        Manage();
        Assert.Equal(["configured"], connections.All.Select(connection => connection.Name));
    }

    [Fact]
    public void A_cluster_of_the_configuration_is_never_replaced()
    {
        var configured = connections.Get("configured");

        Manage(("configured", First));

        Assert.Same(configured, Assert.Single(connections.All));
    }

    [Fact]
    public void A_cluster_that_is_not_known_yet_may_still_come()
    {
        Assert.True(Assert.Throws<ProblemException>(() => connections.Get("a")).IsTransient);

        Manage();
        Assert.False(Assert.Throws<ProblemException>(() => connections.Get("a")).IsTransient);
    }

    private void Manage(params (string Name, Guid Revision)[] clusters) =>
        connections.Manage([.. clusters.Select(cluster => (cluster.Name, cluster.Revision, new Func<ClusterOptions>(() => new ClusterOptions { Name = cluster.Name })))]);
}
