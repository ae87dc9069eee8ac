using System.Collections.Immutable;

namespace AiSre.Clusters;

/// <summary>How one cluster is doing, as its owner sees it. One row per cluster; written by the owner only.</summary>
public sealed class ClusterState
{
    /// <summary>The cluster's name in the configuration.</summary>
    public required string Name { get; init; }

    public required ClusterPhase Phase { get; init; }

    /// <summary>What stands in the way, in one sentence that says what to do; null when nothing does.</summary>
    public string? Problem { get; init; }

    /// <summary>Since when it has been in this phase; UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many objects of each kind are known: <c>Pod</c>, <c>Deployment.apps</c>.</summary>
    public ImmutableSortedDictionary<string, int> Objects { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Kinds that the API does not have; what needs them is off.</summary>
    public ImmutableArray<string> MissingKinds { get; init; } = [];

    /// <summary>Kinds that AiSre's account may not list.</summary>
    public ImmutableArray<string> ForbiddenKinds { get; init; } = [];

    /// <summary>When a watch last brought something; UTC, written about every 15 s while nothing else changes.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    internal bool SaysTheSameAs(ClusterState other) =>
        Phase == other.Phase && Problem == other.Problem && Since == other.Since && LastEventAt == other.LastEventAt
        && Objects.SequenceEqual(other.Objects) && MissingKinds.SequenceEqual(other.MissingKinds) && ForbiddenKinds.SequenceEqual(other.ForbiddenKinds);
}

public enum ClusterPhase
{
    /// <summary>The first lists are being read.</summary>
    Connecting,

    /// <summary>What AiSre knows is what the cluster holds.</summary>
    Synced,

    /// <summary>Some kinds are not up to date; the rest is.</summary>
    Behind,

    /// <summary>Nothing can be read.</summary>
    Unreachable,
}
