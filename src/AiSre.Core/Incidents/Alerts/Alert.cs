using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Incidents.Alerts;

/// <summary>An alert as it was last heard of: one row per cluster and fingerprint.</summary>
public sealed class Alert
{
    public required Guid Id { get; init; }

    public required string Cluster { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>Who sent it last.</summary>
    public required string Source { get; set; }

    public required string Name { get; set; }

    public required Severity Severity { get; set; }

    public required string Summary { get; set; }

    public required ImmutableSortedDictionary<string, string> Labels { get; set; }

    /// <summary>The alert as it was sent.</summary>
    public required string Json { get; set; }

    public required DateTimeOffset StartsAt { get; set; }

    /// <summary>When it is over if nobody sends it again; null when the sender does not say.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>When it was last sent.</summary>
    public required DateTimeOffset HeardAt { get; set; }

    /// <summary>When its sender said that it is over; null while it fires.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>How evidence names it.</summary>
    public string Address => $"Alert/{Name}/{(Fingerprint.Length <= 12 ? Fingerprint : Fingerprint[..12])}";

    /// <summary>When it counts as over by itself.</summary>
    public DateTimeOffset ExpiresAt(TimeSpan staleAfter) => EndsAt ?? HeardAt + staleAfter;
}
