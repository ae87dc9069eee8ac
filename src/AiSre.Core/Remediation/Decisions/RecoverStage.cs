using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.LifeCycle;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Decisions;

/// <summary>The workload healed by itself: the pull request, if one is open, is closed with a comment.</summary>
internal sealed class RecoverStage(GitHubRepositories repositories, IOptions<LifeCycleOptions> lifeCycle) : IIncidentStage
{
    private const string Healed = "The symptoms went away without this change, so AiSre closes it. Should they come back, it will propose again.";

    public IncidentState State => IncidentState.Recovering;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var isBack = await context.Db.Set<SymptomRecord>().AnyAsync(
            symptom => symptom.IncidentId == context.Incident.Id && !symptom.IsConsequence && symptom.GoneAt == null, cancellationToken);
        if (isBack)
        {
            // GitHub may have been away for a while; closing the pull request of a fault that is back would be wrong.
            await ReturnAsync(context, cancellationToken);
            return;
        }

        var proposal = await context.Db.Set<Proposal>().NewestAsync(context.Incident.Id, cancellationToken);
        if (proposal is { PullRequestState: not PullRequestState.Merged, HeadSha: { } head } && await IsMergedAsync(context, proposal, head, cancellationToken))
        {
            return;
        }

        context.Move(IncidentState.Recovered, TimelineKind.Recovered, "The symptoms went away by themselves.");
    }

    private async Task ReturnAsync(StageContext context, CancellationToken cancellationToken)
    {
        var since = context.Now - lifeCycle.Value.FlapWithin;
        var steps = await context.Db.Set<IncidentTransition>().AsNoTracking()
            .Where(step => step.IncidentId == context.Incident.Id && step.At > since)
            .ToListAsync(cancellationToken);
        context.Return(steps, lifeCycle.Value);
    }

    /// <summary>Closes what is open. True when somebody merged it in the meantime, which then is to be verified.</summary>
    private async Task<bool> IsMergedAsync(StageContext context, Proposal proposal, string head, CancellationToken cancellationToken)
    {
        // Looked for by branch: a process may have died after opening it and before writing its number down.
        var repository = repositories.For(proposal.RepositoryUrl);
        var pullRequest = await repository.FindPullRequestAsync(proposal.Branch, cancellationToken);
        if (pullRequest?.State == PullRequestStatus.Open)
        {
            await repository.CommentAsync(pullRequest.Number, Healed, "recovered", cancellationToken);
            pullRequest = await repository.CloseAsync(pullRequest.Number, null, cancellationToken);
            if (pullRequest.State == PullRequestStatus.Closed)
            {
                context.Note(TimelineKind.PullRequestClosed, "The pull request was closed: it is not needed any more.");
            }
        }

        if (pullRequest?.State == PullRequestStatus.Merged)
        {
            await MergedProposal.TakeOverAsync(context, proposal, repository, pullRequest, cancellationToken);
            return true;
        }

        proposal.PullRequestState = pullRequest is null ? PullRequestState.None : PullRequestState.Closed;
        await repository.DeleteBranchIfUntouchedAsync(proposal.Branch, head, cancellationToken);
        return false;
    }
}
