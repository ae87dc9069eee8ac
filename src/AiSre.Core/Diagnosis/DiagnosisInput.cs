using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Incidents;

namespace AiSre.Diagnosis;

/// <summary>Everything that the causal analyst reads.</summary>
public sealed record DiagnosisInput
{
    /// <summary>What the cause shows itself by; at least one.</summary>
    public required ImmutableArray<Symptom> Symptoms { get; init; }

    /// <summary>What follows from it elsewhere.</summary>
    public ImmutableArray<Symptom> Consequences { get; init; } = [];

    public required EvidenceSet Evidence { get; init; }

    public static DiagnosisInput Of(CorrelatedGroup group, EvidenceSet evidence) =>
        new() { Symptoms = group.Symptoms, Consequences = group.Consequences, Evidence = evidence };
}
