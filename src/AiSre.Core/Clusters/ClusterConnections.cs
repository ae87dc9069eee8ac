using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace AiSre.Clusters;

/// <summary>The clusters that there are: those of the configuration, and those that were added since.</summary>
public sealed class ClusterConnections(IOptions<ClustersOptions> options) : IDisposable
{
    private readonly Lock gate = new();
    private readonly ImmutableArray<ClusterConnection> configured = [.. options.Value.Clusters.Select(cluster => new ClusterConnection(cluster))];
    private ImmutableDictionary<string, (Guid Revision, ClusterConnection Connection)> managed = ImmutableDictionary.Create<string, (Guid, ClusterConnection)>(StringComparer.Ordinal);
    private TaskCompletionSource changed = NewSource();

    /// <summary>Every cluster: in the order of the configuration, then by name.</summary>
    public IReadOnlyList<ClusterConnection> All
    {
        get
        {
            lock (gate)
            {
                return [.. configured, .. managed.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.Connection)];
            }
        }
    }

    /// <summary>Whether the clusters that were added are known yet.</summary>
    private bool IsComplete { get; set; }

    /// <summary>The cluster of this name.</summary>
    /// <exception cref="ProblemException">There is no such cluster (any more).</exception>
    public ClusterConnection Get(string name) =>
        All.FirstOrDefault(connection => connection.Name == name)
        ?? throw new ProblemException(
            $"Cluster {name} is not configured: add it on the page Clusters or to the section {ClustersOptions.Section}, or close what belongs to it.",
            isTransient: !IsComplete);

    /// <summary>All clusters, and a task that ends when there are others.</summary>
    internal (IReadOnlyList<ClusterConnection> Now, Task Changed) Watch()
    {
        lock (gate)
        {
            return (All, changed.Task);
        }
    }

    /// <summary>Makes the clusters that were added equal to these. A connection whose revision is the same stays.</summary>
    /// <remarks>
    /// One that is replaced is not disposed: somebody may be reading over it at this moment. Its idle sockets close by themselves.
    /// </remarks>
    internal void Manage(IReadOnlyList<(string Name, Guid Revision, Func<ClusterOptions> Options)> clusters)
    {
        lock (gate)
        {
            IsComplete = true;
            var next = clusters
                .Where(cluster => !configured.Any(one => one.Name == cluster.Name))
                .ToImmutableDictionary(
                    cluster => cluster.Name,
                    cluster => managed.TryGetValue(cluster.Name, out var known) && known.Revision == cluster.Revision
                        ? known
                        : (cluster.Revision, new ClusterConnection(cluster.Options())),
                    StringComparer.Ordinal);
            if (next.Count == managed.Count && next.All(one => managed.TryGetValue(one.Key, out var known) && known.Revision == one.Value.Revision))
            {
                return;
            }

            managed = next;
            changed.TrySetResult();
            changed = NewSource();
        }
    }

    public void Dispose()
    {
        foreach (var connection in All)
        {
            connection.Dispose();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
