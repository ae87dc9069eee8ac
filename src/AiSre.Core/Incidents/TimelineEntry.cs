namespace AiSre.Incidents;

/// <summary>One fact in an incident's story. Entries are added, never changed.</summary>
public sealed class TimelineEntry
{
    public long Id { get; private set; }

    public required Guid IncidentId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required TimelineKind Kind { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Text { get; init; }

    /// <summary>Who did it: a person's name or <c>AiSre</c>.</summary>
    public required string Actor { get; init; }
}

public enum TimelineKind
{
    Detected,
    EvidenceKept,
    Diagnosed,
    ModelAnalysed,
    RunbookMatched,
    NoRunbook,
    ProposalRefused,
    PullRequestOpened,
    PullRequestChanged,
    Approved,
    Rejected,
    DecisionRefused,
    Merged,
    PullRequestClosed,
    Synced,
    Healthy,
    Resolved,
    Recovered,
    Reopened,
    Recurring,
    Flapping,
    Calm,
    Silenced,
    SilenceEnded,
    Failed,

    /// <summary>What a merged change had changed is put back, or was found put back.</summary>
    Reverted,

    /// <summary>The runbook was set back: people decide about its proposals again.</summary>
    Demoted,

    /// <summary>What AiSre decided by the guardrails, or would have.</summary>
    PolicyDecided,
    Problem,
}
