using System.Collections.Immutable;

namespace AiSre.Clusters;

/// <summary>How one cluster is doing, as its owner sees it. One row per cluster; written by the owner only.</summary>
public sealed class ClusterState
{
    /// <summary>The cluster's name.</summary>
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

    /// <summary>Which replica watches it: the machine and the process, such as <c>aisre-7d9f (pid 1)</c>.</summary>
    public string Owner { get; init; } = "";

    /// <summary>How each kind is doing, in the order of <see cref="Clusters.Objects.ObjectKinds.All"/>.</summary>
    public ImmutableArray<KindState> Kinds { get; init; } = [];

    /// <summary>How far its clock is ahead of AiSre's (behind when negative), in whole minutes; ages are measured by its own.</summary>
    public TimeSpan ClockOffset { get; init; }

    internal bool SaysTheSameAs(ClusterState other) =>
        Phase == other.Phase && Problem == other.Problem && Since == other.Since && LastEventAt == other.LastEventAt && Owner == other.Owner && ClockOffset == other.ClockOffset && Kinds.SequenceEqual(other.Kinds)
        && Objects.SequenceEqual(other.Objects) && MissingKinds.SequenceEqual(other.MissingKinds) && ForbiddenKinds.SequenceEqual(other.ForbiddenKinds);
}

/// <summary>How the watch of one kind is doing.</summary>
/// <param name="Kind">Such as <c>Deployment.apps</c>.</param>
/// <param name="Phase">What it is at; of several namespaces, the worst.</param>
/// <param name="Objects">How many are known.</param>
/// <param name="LastEventAt">When its watch last brought something; UTC.</param>
/// <param name="Failures">How often in a row it failed.</param>
/// <param name="Problem">What stands in its way, in one sentence; null when nothing does.</param>
public sealed record KindState(string Kind, KindPhase Phase, int Objects, DateTimeOffset? LastEventAt, int Failures, string? Problem);

/// <summary>What the watch of one kind is at, from well to bad.</summary>
public enum KindPhase
{
    /// <summary>Knows everything, and hears of changes.</summary>
    Watching,

    /// <summary>The API has no such kind.</summary>
    Missing,

    /// <summary>Reads the list.</summary>
    Listing,

    /// <summary>The account may not list it.</summary>
    Forbidden,

    /// <summary>Waits to try again.</summary>
    Failing,
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
