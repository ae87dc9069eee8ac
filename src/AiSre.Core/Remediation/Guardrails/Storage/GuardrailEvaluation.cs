using System.Collections.Immutable;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>What the guardrails said of a proposal. Added, never changed.</summary>
public sealed class GuardrailEvaluation
{
    public required Guid Id { get; init; }

    public required Guid ProposalId { get; init; }

    public required Guid IncidentId { get; init; }

    /// <summary>The commit that was looked at; null before it was pushed.</summary>
    public string? HeadSha { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The version of the guardrails; null where there were none.</summary>
    public int? GuardrailVersion { get; init; }

    /// <summary>The strictest of all gates.</summary>
    public required GuardrailOutcome Outcome { get; init; }

    /// <summary>Every gate, in order.</summary>
    public required ImmutableArray<GateResult> Gates { get; init; }

    /// <summary>Whether it was made at the moment of a merge.</summary>
    public required bool IsAtMerge { get; init; }

    /// <summary>The same as a value.</summary>
    public GuardrailResult Result => new(Gates);
}

/// <summary>A merge without a person that the guardrails let through: it counts for the rate, and keeps others of its applications waiting.</summary>
public sealed class GuardrailReservation
{
    public required Guid Id { get; init; }

    public required Guid ProposalId { get; init; }

    /// <summary>The commit to merge.</summary>
    public required string HeadSha { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ImmutableArray<ApplicationKey> Applications { get; init; }

    /// <summary>Where it takes effect.</summary>
    public required ImmutableArray<string> Clusters { get; init; }

    /// <summary>When it was given back, since nothing was merged; it does not count then.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }
}
