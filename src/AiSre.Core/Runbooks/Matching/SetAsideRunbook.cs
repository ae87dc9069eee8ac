namespace AiSre.Runbooks.Matching;

/// <summary>A runbook that is not chosen for an incident any more, and why. One per incident and runbook.</summary>
public sealed class SetAsideRunbook
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    /// <summary>Whatever its version: a runbook that did not help is not tried in other words.</summary>
    public required string RunbookId { get; init; }

    /// <summary>What was tried and learnt, one sentence.</summary>
    public required string Because { get; set; }

    public required DateTimeOffset At { get; init; }
}
