using AiSre.Runbooks;

namespace AiSre.Remediation.Guardrails;

/// <summary>How far a runbook may go by itself where a proposal is for, and whether it has earned that.</summary>
/// <param name="Mode">What people have set for it.</param>
/// <param name="IsEarned">Whether its record bears that out.</param>
/// <param name="Sentence">Why, for people.</param>
public sealed record RunbookStanding(RunbookMode Mode, bool IsEarned, string Sentence);

/// <summary>Where the standing of runbooks comes from.</summary>
public interface IRunbookStandings
{
    /// <summary>The standing of a proposal's runbook where the proposal is for; null when that is not known, which denies.</summary>
    /// <param name="proposalId">The proposal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RunbookStanding?> OfAsync(Guid proposalId, CancellationToken cancellationToken);
}
