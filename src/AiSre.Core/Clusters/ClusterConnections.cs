using Microsoft.Extensions.Options;

namespace AiSre.Clusters;

/// <summary>The clusters of the configuration.</summary>
public sealed class ClusterConnections(IOptions<ClustersOptions> options) : IDisposable
{
    /// <summary>Every cluster, in the order of the configuration.</summary>
    public IReadOnlyList<ClusterConnection> All { get; } = [.. options.Value.Clusters.Select(cluster => new ClusterConnection(cluster))];

    /// <summary>The cluster of this name.</summary>
    /// <exception cref="ProblemException">The configuration has no such cluster (any more).</exception>
    public ClusterConnection Get(string name) =>
        All.FirstOrDefault(connection => connection.Name == name)
        ?? throw new ProblemException($"Cluster {name} is not configured: add it to the section {ClustersOptions.Section}, or close what belongs to it.");

    public void Dispose()
    {
        foreach (var connection in All)
        {
            connection.Dispose();
        }
    }
}
