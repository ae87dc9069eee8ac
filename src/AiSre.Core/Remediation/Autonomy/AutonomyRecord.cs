using AiSre.Runbooks;

namespace AiSre.Remediation.Autonomy;

/// <summary>
/// A person let a version of a runbook go further in a scope, or it lost that. Added, never changed: the newest of a version and scope counts,
/// and a new version begins without any.
/// </summary>
public sealed class AutonomyRecord
{
    public required Guid Id { get; init; }

    public required string RunbookId { get; init; }

    public required int RunbookVersion { get; init; }

    /// <summary>Where, as <see cref="RunbookScope.Summary"/> says it.</summary>
    public required string Scope { get; init; }

    /// <summary>How far it may go from then on, at most.</summary>
    public required RunbookMode Mode { get; init; }

    /// <summary>Who: a person, or <c>AiSre</c> for a demotion.</summary>
    public required string By { get; init; }

    /// <summary>Why, one sentence; for a promotion the numbers that it was offered with.</summary>
    public required string Because { get; init; }

    public required DateTimeOffset At { get; init; }
}
