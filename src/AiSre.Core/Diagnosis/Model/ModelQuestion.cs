using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Incidents;

namespace AiSre.Diagnosis.Model;

/// <summary>What a model is asked about: one incident as it is kept, before redaction.</summary>
public sealed record ModelQuestion
{
    public required Guid IncidentId { get; init; }

    public required string Title { get; init; }

    public required ImmutableArray<Symptom> Symptoms { get; init; }

    /// <summary>What the causal analyst found.</summary>
    public required RootCauseAnalysis Causal { get; init; }

    public required ImmutableArray<EvidenceText> Evidence { get; init; }
}

/// <param name="Address">What it is a copy of; several versions of one object have the same address.</param>
/// <param name="Kind">Object and event are JSON, a log is plain text.</param>
/// <param name="Text">The content, as <see cref="Incidents.Evidence.Content"/> has it.</param>
public sealed record EvidenceText(string Address, EvidenceKind Kind, string Text);
