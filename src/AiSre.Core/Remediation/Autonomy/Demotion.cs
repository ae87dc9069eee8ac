using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Autonomy;

/// <summary>One failed verification or one rejection sets a runbook back: people decide about its proposals again.</summary>
internal static class Demotion
{
    private const string By = "AiSre";

    /// <summary>Sets back the version of the runbook that a proposal comes from, in the scope that it was for, if it asked to go further than proposing.</summary>
    public static async Task BecauseAsync(StageContext context, Proposal proposal, string because, CancellationToken cancellationToken)
    {
        var match = await context.Db.Set<RunbookMatch>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == proposal.IncidentId, cancellationToken);
        if (proposal.IsRevert || match is null || match.Mode <= RunbookMode.Propose || match.RunbookId != proposal.RunbookId)
        {
            return;
        }

        var newest = await RunbookStandings.NewestAsync(context.Db, proposal.RunbookId, proposal.RunbookVersion, match.Scope, cancellationToken);
        if (newest is { Mode: <= RunbookMode.Propose })
        {
            return;
        }

        context.Db.Set<AutonomyRecord>().Add(new AutonomyRecord
        {
            Id = Guid.CreateVersion7(context.Now),
            RunbookId = proposal.RunbookId,
            RunbookVersion = proposal.RunbookVersion,
            Scope = match.Scope,
            Mode = RunbookMode.Propose,
            By = By,
            Because = because,
            At = context.Now,
        });
        context.Note(TimelineKind.Demoted, $"Version {proposal.RunbookVersion} of the runbook {proposal.RunbookId} is set back ({match.Scope}): people decide about its proposals until somebody lets it go further. {because}");
    }
}
