namespace AiSre.Diagnosis;

/// <summary>A root-cause analysis as an incident keeps it: one by the causal analyst, at most one by a model.</summary>
public sealed class DiagnosisRecord
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required Analyst Analyst { get; init; }

    /// <summary>The analysis; null while a model has none to give, see <see cref="Problem"/>.</summary>
    public RootCauseAnalysis? Analysis { get; set; }

    /// <summary>Why a model gave no analysis, in one sentence; null otherwise.</summary>
    public string? Problem { get; set; }

    /// <summary>Claims of a model that no evidence supported and that were therefore dropped.</summary>
    public int DroppedClaims { get; set; }

    /// <summary>The model's name; null for the causal analyst.</summary>
    public string? Model { get; init; }

    public required DateTimeOffset At { get; set; }
}

public enum Analyst
{
    /// <summary>Rules only: pure, deterministic, no model.</summary>
    Causal,

    /// <summary>A language model, checked against the evidence; decides nothing.</summary>
    Model,
}
