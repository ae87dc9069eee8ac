using AiSre.Clusters;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Clusters;

/// <summary>The clusters' lights in the bar: green is up to date, and hovering says what is not.</summary>
public sealed partial class ClusterChips
{
    private const int Few = 3;

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public ClusterList? View { get; set; }

    [Inject]
    private ClusterListQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["clusters"];

    protected override bool HasRead => View is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.ReadAsync(cancellationToken);

    private static ClusterView Worst(ClusterList list) => list.Clusters.MaxBy(Rank)!;

    private static int Rank(ClusterView cluster) => (cluster.IsConfigured ? cluster.Phase : ClusterPhase.Synced) switch
    {
        ClusterPhase.Synced => 0,
        ClusterPhase.Connecting => 1,
        ClusterPhase.Behind => 2,
        ClusterPhase.Unreachable => 4,
        _ => 3,
    };

    private static string Tone(ClusterView cluster) => $"tone-{PhaseWords.Of(cluster).Tone.ToString().ToLowerInvariant()}";

    private static string Spoken(ClusterList list) =>
        $"Clusters: {string.Join(", ", list.Clusters.Select(cluster => $"{cluster.Name} {Words(cluster)}"))}";

    private static string Words(ClusterView cluster) => PhaseWords.Of(cluster).Text.ToLowerInvariant();
}
