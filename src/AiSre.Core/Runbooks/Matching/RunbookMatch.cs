using System.Collections.Immutable;

namespace AiSre.Runbooks.Matching;

/// <summary>Which runbook version was chosen for an incident, and why. One per incident.</summary>
public sealed class RunbookMatch
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required string RunbookId { get; init; }

    public required int RunbookVersion { get; init; }

    /// <summary>Why this one, one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The ids of the other runbooks with a solution that match too.</summary>
    public ImmutableArray<string> Others { get; init; } = [];

    public required DateTimeOffset At { get; init; }

    /// <summary>How far the runbook asks to go by itself for this incident.</summary>
    public RunbookMode Mode { get; init; } = RunbookMode.Propose;

    /// <summary>The scope that it asks so for, as <see cref="RunbookScope.Summary"/> says it.</summary>
    public string Scope { get; init; } = RunbookScope.Everywhere.Summary;
}
