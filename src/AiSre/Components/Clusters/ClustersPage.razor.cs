using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Clusters;

/// <summary>How each watched cluster is doing, live.</summary>
public sealed partial class ClustersPage
{
    /// <summary>The kinds with the most objects; the cluster's own page has them all.</summary>
    private const int MostKinds = 8;

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public ClusterList? View { get; set; }

    [Inject]
    private ClusterListQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["clusters", "managed-clusters", "incidents"];

    protected override bool HasRead => View is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.ReadAsync(cancellationToken);

    private static string Href(ClusterView cluster) => $"clusters/{Uri.EscapeDataString(cluster.Name)}";

    private static string OpenWords(int open) => open switch { 0 => "nothing open", 1 => "1 open incident", _ => $"{open} open incidents" };

    /// <summary>“9 kinds, 1 not in this cluster, 2 forbidden”.</summary>
    private static string Coverage(ClusterView cluster) => string.Join(", ", new[]
    {
        $"{cluster.Kinds.Length} kinds listed",
        cluster.MissingKinds.IsEmpty ? null : $"{cluster.MissingKinds.Length} not in this cluster",
        cluster.ForbiddenKinds.IsEmpty ? null : $"{cluster.ForbiddenKinds.Length} forbidden",
    }.OfType<string>());
}
