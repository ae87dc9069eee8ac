using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;

namespace AiSre.Components.Incidents;

/// <summary>What the list of incidents shows.</summary>
/// <param name="Open">Open incidents that the filter lets through: the worst first, among equals the newest.</param>
/// <param name="OpenTotal">How many are open in all.</param>
/// <param name="WaitingTotal">How many of those wait for a decision.</param>
/// <param name="StillBroken">Closed ones whose symptoms still show, since the change was rejected or did not help; not filtered, never left out.</param>
/// <param name="Closed">The other closed ones that the filter lets through, the latest first.</param>
/// <param name="ClosedTotal">How many closed ones the filter lets through in all.</param>
/// <param name="Clusters">The clusters that any incident was ever seen on, by name.</param>
public sealed record IncidentList(
    ImmutableArray<IncidentRow> Open,
    int OpenTotal,
    int WaitingTotal,
    ImmutableArray<IncidentRow> StillBroken,
    ImmutableArray<IncidentRow> Closed,
    int ClosedTotal,
    ImmutableArray<string> Clusters);

/// <summary>One incident of the list.</summary>
public sealed record IncidentRow
{
    public required Guid Id { get; init; }

    public required int Number { get; init; }

    public required string Title { get; init; }

    public required string Cluster { get; init; }

    public required Severity Severity { get; init; }

    public required IncidentState State { get; init; }

    public required ObjectRef Workload { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset StateChangedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? Problem { get; init; }

    /// <summary>Whether the pending work was tried and failed; a problem without a failed try is what is being waited for.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>The root cause by its code; null until it is known.</summary>
    public RootCause? Cause { get; init; }

    /// <summary>Whether it is over although its symptoms still show.</summary>
    public bool IsStillBroken { get; init; }

    /// <summary>How many objects show a symptom: now while it is broken, at all once that is over.</summary>
    public int Objects { get; init; }

    /// <summary>How often the same happened on this cluster, this time included.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Until when everything that it shows is silenced; null when it is not.</summary>
    public DateTimeOffset? SilencedUntil { get; init; }

    /// <summary>What verification has seen so far.</summary>
    public TimelineKind? Verified { get; init; }

    /// <summary>Where it is, in words.</summary>
    public StateWords Words => StateWords.Of(State, IsBlocked, Verified, IsStillBroken);
}
