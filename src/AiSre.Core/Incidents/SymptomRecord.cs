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

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the object stopped showing it, or went away; null while it shows.</summary>
    public DateTimeOffset? GoneAt { get; set; }
}
