using AiSre.Incidents.Stages;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>What is learnt from a merged change that did not help: it is said, and its runbook is not tried again for this incident.</summary>
internal static class ChangeThatFailed
{
    /// <summary>One sentence: which change, what the cluster shows, and what became of it.</summary>
    /// <param name="failed">The merged change.</param>
    /// <param name="after">What happened then, such as <c>, and was reverted in #13</c>; null when nothing did yet.</param>
    public static string Sentence(Proposal failed, string? after = null) => $"The change in #{failed.PullRequestNumber} did not help: {failed.Failure}{after}.";

    /// <summary>Keeps the runbook from being chosen for the incident again, or says better why it is not.</summary>
    public static async Task SetAsideAsync(StageContext context, Proposal failed, string because, CancellationToken cancellationToken)
    {
        var known = await context.Db.Set<SetAsideRunbook>()
            .SingleOrDefaultAsync(one => one.IncidentId == failed.IncidentId && one.RunbookId == failed.RunbookId, cancellationToken);
        if (known is not null)
        {
            known.Because = because;
            return;
        }

        context.Db.Add(new SetAsideRunbook
        {
            Id = Guid.CreateVersion7(context.Now),
            IncidentId = failed.IncidentId,
            RunbookId = failed.RunbookId,
            Because = because,
            At = context.Now,
        });
    }
}
