using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Clusters.Managed;

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

    /// <summary>How far its clock is ahead of AiSre's; negative when it is behind.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Incidents of this cluster that are open.</summary>
    public int OpenIncidents { get; init; }

    /// <summary>Which replica watches it; null while none does.</summary>
    public string? Owner { get; init; }

    /// <summary>How each kind is doing.</summary>
    public ImmutableArray<KindState> KindStates { get; init; } = [];

    /// <summary>How it is reached; null for a cluster that is watched no more.</summary>
    public ClusterReach? Reach { get; init; }

    /// <summary>False for a cluster that neither the configuration names any more nor anybody added.</summary>
    public bool IsConfigured { get; init; } = true;

    public int ObjectCount => Kinds.Sum(kind => kind.Count);
}

/// <summary>How a cluster is reached. Its credentials are not part of it.</summary>
/// <param name="Source">Where its credentials come from.</param>
/// <param name="KubeconfigPath">The kubeconfig on AiSre's machine; null for the usual one, and where there is none.</param>
/// <param name="Context">The context in it; null for its current one.</param>
/// <param name="Namespaces">The namespaces that are watched; empty for all.</param>
public sealed record ClusterReach(CredentialSource Source, string? KubeconfigPath, string? Context, ImmutableArray<string> Namespaces)
{
    /// <summary>Whether somebody added it and so may change it; those of the configuration are changed there.</summary>
    public bool IsAdded { get; init; }

    public string? ChangedBy { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>“its own kubeconfig, context west”.</summary>
    public string Words => Source switch
    {
        CredentialSource.InCluster => "the service account of AiSre's pod",
        CredentialSource.Kubeconfig => "a kubeconfig that is kept sealed",
        _ => KubeconfigPath is null ? "the usual kubeconfig" : $"the kubeconfig {KubeconfigPath}",
    } + (Context is null ? "" : $", context {Context}");
}

/// <summary>How many objects of a kind are known.</summary>
public sealed record KindCount(string Kind, int Count);
