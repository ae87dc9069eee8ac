using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>A symptom as an incident keeps it.</summary>
public sealed class SymptomRecord
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required string Cluster { get; init; }

    /// <summary><see cref="Symptom.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    public required Symptom Symptom { get; set; }

    /// <summary>The Argo CD application that owns the workload, as <c>namespace/name</c>; null when none does.</summary>
    public string? Application { get; set; }

    /// <summary>True for a symptom that only follows from the incident's others (an application that is degraded by its pods).</summary>
    public bool IsConsequence { get; set; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the object stopped showing it, or went away; null while it shows.</summary>
    public DateTimeOffset? GoneAt { get; set; }
}
