using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Clusters;

/// <summary>How each watched cluster is doing, live.</summary>
public sealed partial class ClustersPage
{
    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public ClusterList? View { get; set; }

    [Inject]
    private ClusterListQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["clusters", "incidents"];

    protected override bool HasRead => View is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.ReadAsync(cancellationToken);

    private static string OpenWords(int open) => open switch { 0 => "nothing open", 1 => "1 open incident", _ => $"{open} open incidents" };
}
