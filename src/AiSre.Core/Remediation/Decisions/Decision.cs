using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>Approve, reject or ask for another, bound to the fingerprint of one proposal. Added, never changed.</summary>
public sealed class Decision
{
    public required Guid Id { get; init; }

    public required Guid ProposalId { get; init; }

    public required Guid IncidentId { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>The head commit that was decided about.</summary>
    public required string HeadSha { get; init; }

    /// <summary><see cref="ProposalFingerprint.Value"/> of what was decided about; null when it was decided on GitHub, which shows the commit only.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Who decided.</summary>
    public required string By { get; init; }

    public required DecisionChannel Channel { get; init; }

    /// <summary>Why; always given when rejecting in AiSre.</summary>
    public string? Reason { get; init; }

    /// <summary>Which kind of reason it is; null where nobody said, and of other verdicts than a rejection.</summary>
    public RejectionReason? ReasonKind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Set when it could not be carried out any more, with the sentence why: the head moved.</summary>
    public string? VoidedBecause { get; set; }
}

public enum Verdict
{
    Approve,
    Reject,

    /// <summary>Not this: the solution of another runbook that matches too.</summary>
    AskForAnother,
}

/// <summary>Where a decision was made.</summary>
public enum DecisionChannel
{
    /// <summary>AiSre's own page or command line.</summary>
    AiSre,

    /// <summary>The pull request was merged or closed on GitHub.</summary>
    GitHub,

    /// <summary>A review on GitHub by somebody who may decide here.</summary>
    Review,

    /// <summary>Nobody: AiSre, where the guardrails allow it.</summary>
    Policy,
}
