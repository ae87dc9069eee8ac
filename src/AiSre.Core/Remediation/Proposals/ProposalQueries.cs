using AiSre.Data;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>Which of an incident's proposals is meant.</summary>
public static class ProposalQueries
{
    /// <summary>The one that is worked on, waits for a decision or was the last; null when nothing was proposed yet.</summary>
    public static Task<Proposal?> NewestAsync(this IQueryable<Proposal> proposals, Guid incidentId, CancellationToken cancellationToken) =>
        proposals.Where(proposal => proposal.IncidentId == incidentId).OrderByDescending(proposal => proposal.Round).FirstOrDefaultAsync(cancellationToken);

    /// <summary>
    /// What a decision about the proposal binds to; null until it is pushed. Computed for those that were pushed before it was kept; the version
    /// of the guardrails is always that of now, since it changes without the proposal.
    /// </summary>
    public static async Task<ProposalFingerprint?> FingerprintAsync(this AiSreDbContext db, Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.HeadSha is null)
        {
            return null;
        }

        var kept = proposal.Fingerprint ?? await ProposalFingerprint.ReadAsync(db, proposal, cancellationToken);
        var version = await db.Set<GuardrailVersion>().MaxAsync(one => (int?)one.Number, cancellationToken);
        return kept with { Guardrails = version is { } number ? $"guardrails@{number}" : ProposalFingerprint.NoGuardrails };
    }

    /// <summary>Who wrote the version of the runbook that a proposal comes from; null for a revert.</summary>
    internal static async Task<string?> RunbookAuthorAsync(this AiSreDbContext db, Proposal proposal, CancellationToken cancellationToken) =>
        proposal.IsRevert ? null : await db.Set<RunbookVersion>()
            .Where(version => version.RunbookId == proposal.RunbookId && version.Number == proposal.RunbookVersion)
            .Select(version => version.SavedBy)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>As <see cref="NewestAsync"/>, where the incident's state says that there is one.</summary>
    internal static Task<Proposal> CurrentProposalAsync(this AiSreDbContext db, Guid incidentId, CancellationToken cancellationToken) =>
        db.Set<Proposal>().Where(proposal => proposal.IncidentId == incidentId).OrderByDescending(proposal => proposal.Round).FirstAsync(cancellationToken);
}
