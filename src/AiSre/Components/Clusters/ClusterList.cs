using System.Collections.Immutable;
using AiSre.Clusters;

namespace AiSre.Components.Clusters;

/// <summary>The watched clusters, by name.</summary>
public sealed record ClusterList(ImmutableArray<ClusterView> Clusters)
{
    /// <summary>How many objects are known in all.</summary>
    public int Objects => Watched.Sum(cluster => cluster.ObjectCount);

    private IEnumerable<ClusterView> Watched => Clusters.Where(cluster => cluster.IsConfigured);

    /// <summary>“Watching 2 clusters, 214 objects”.</summary>
    public string Summary => Watched.Count() switch
    {
        0 => "No cluster is watched",
        1 => $"Watching 1 cluster, {Counted(Objects)}",
        var count => $"Watching {count} clusters, {Counted(Objects)}",
    };

    private static string Counted(int objects) => objects == 1 ? "1 object" : $"{objects} objects";
}

/// <summary>One cluster.</summary>
public sealed record ClusterView
{
    public required string Name { get; init; }

    /// <summary>Null while no process has begun to watch it.</summary>
    public ClusterPhase? Phase { get; init; }

    public string? Problem { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Known objects by kind, the most first.</summary>
    public ImmutableArray<KindCount> Kinds { get; init; } = [];

    public ImmutableArray<string> MissingKinds { get; init; } = [];

    public ImmutableArray<string> ForbiddenKinds { get; init; } = [];

    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Incidents of this cluster that are open.</summary>
    public int OpenIncidents { get; init; }

    /// <summary>False for a cluster that the configuration names no more.</summary>
    public bool IsConfigured { get; init; } = true;

    public int ObjectCount => Kinds.Sum(kind => kind.Count);
}

/// <summary>How many objects of a kind are known.</summary>
public sealed record KindCount(string Kind, int Count);
