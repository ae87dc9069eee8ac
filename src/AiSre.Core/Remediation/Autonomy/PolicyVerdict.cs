using AiSre.Runbooks;

namespace AiSre.Remediation.Autonomy;

/// <summary>What AiSre decided about a proposal by the guardrails, or would have decided. The newest of a proposal counts.</summary>
public sealed class PolicyVerdict
{
    public required Guid Id { get; init; }

    public required Guid ProposalId { get; init; }

    public required string RunbookId { get; init; }

    public required int RunbookVersion { get; init; }

    /// <summary>Where, as <see cref="RunbookScope.Summary"/> says it.</summary>
    public required string Scope { get; init; }

    /// <summary>How far the runbook went at that moment.</summary>
    public required RunbookMode Mode { get; init; }

    /// <summary>Whether it merges, or would.</summary>
    public required bool WouldMerge { get; init; }

    /// <summary>Why, one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What it is about: the value of the proposal's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset At { get; init; }
}
