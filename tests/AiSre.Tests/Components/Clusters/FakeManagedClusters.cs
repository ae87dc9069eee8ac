using AiSre.Clusters;
using AiSre.Clusters.Managed;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Components.Clusters;

/// <summary>Answers with what a test sets, and remembers what was wished for.</summary>
internal sealed class FakeManagedClusters() : ManagedClusters(null!, Options.Create(new ClustersOptions()), null!, TimeProvider.System)
{
    public IReadOnlyList<ManagedCluster> Rows { get; set; } = [];

    public ClusterChange Answer { get; set; } = new(
        new ClusterCheck { IsReachable = true, Version = "v1.31.2", Warnings = ["The account may delete pods."] }, ClusterRefusal.None, null);

    public ClusterWish? Wish { get; private set; }

    public string? By { get; private set; }

    public override Task<IReadOnlyList<ManagedCluster>> AllAsync(CancellationToken cancellationToken) => Task.FromResult(Rows);

    public override Task<ClusterChange> AddAsync(ClusterWish wish, string by, CancellationToken cancellationToken)
    {
        (Wish, By) = (wish, by);
        return Task.FromResult(Answer);
    }
}
