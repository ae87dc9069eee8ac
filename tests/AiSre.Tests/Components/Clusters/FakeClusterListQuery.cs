using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Components.Clusters;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Components.Clusters;

/// <summary>Answers with what a test sets.</summary>
internal sealed class FakeClusterListQuery() : ClusterListQuery(null!, Options.Create(new ClustersOptions()))
{
    public ImmutableArray<ClusterView> Clusters { get; set; } = [Synced];

    public static ClusterView Synced { get; } = new()
    {
        Name = "playground",
        Phase = ClusterPhase.Synced,
        Kinds = [new("Pod", 200), new("Deployment.apps", 14)],
    };

    public override Task<ClusterList> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new ClusterList(Clusters));
}
