using AiSre.Data;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Guardrails.Facts;

/// <summary>The standing of a proposal's runbook by what people let it and what came of it.</summary>
internal sealed class EarnedStandings(IDbContextFactory<AiSreDbContext> contexts, RunbookStandings standings) : IRunbookStandings
{
    public async Task<RunbookStanding?> OfAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.Set<Proposal>().AsNoTracking().SingleAsync(one => one.Id == proposalId, cancellationToken);
        if (proposal.IsRevert)
        {
            return new RunbookStanding(RunbookMode.Propose, false, "It puts back a change that did not help, about which a person decides.");
        }

        // The runbook may have been matched anew since; then it is another one's standing that is at hand.
        var match = await db.Set<RunbookMatch>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == proposal.IncidentId, cancellationToken);
        if (match is null || match.RunbookId != proposal.RunbookId || match.RunbookVersion != proposal.RunbookVersion)
        {
            return null;
        }

        var effective = await standings.OfAsync(db, match, cancellationToken);
        return new RunbookStanding(effective.Mode, effective.Mode == RunbookMode.Automatic, effective.Sentence);
    }
}
