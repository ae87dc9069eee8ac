using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Decisions;

/// <summary>The workload healed by itself: the pull request, if one is open, is closed with a comment.</summary>
internal sealed class RecoverStage(GitHubRepositories repositories) : IIncidentStage
{
    private const string Healed = "The symptoms went away without this change, so AiSre closes it. Should they come back, it will propose again.";

    public IncidentState State => IncidentState.Recovering;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.Set<Proposal>().SingleOrDefaultAsync(candidate => candidate.IncidentId == context.Incident.Id, cancellationToken);
        if (proposal is not null && await IsMergedAsync(context, proposal, cancellationToken))
        {
            return;
        }

        context.Move(IncidentState.Recovered, TimelineKind.Recovered, "The symptoms went away by themselves.");
    }

    /// <summary>Closes what is open. True when somebody merged it in the meantime, which then is to be verified.</summary>
    private async Task<bool> IsMergedAsync(StageContext context, Proposal proposal, CancellationToken cancellationToken)
    {
        // Looked for by branch: a process may have died after opening it and before writing its number down.
        var repository = repositories.For(proposal.RepositoryUrl);
        var pullRequest = await repository.FindPullRequestAsync(proposal.Branch, cancellationToken);
        switch (pullRequest?.State)
        {
            case PullRequestStatus.Merged:
                proposal.PullRequestNumber = pullRequest.Number;
                proposal.PullRequestState = PullRequestState.Merged;
                proposal.MergeSha = pullRequest.MergeSha;
                proposal.MergedAt = context.Now;
                context.Move(IncidentState.Verifying, TimelineKind.Merged, $"{pullRequest.MergedBy ?? "Somebody"} merged the pull request on GitHub while the symptoms went away.");
                return true;
            case PullRequestStatus.Open:
                await repository.CloseAsync(pullRequest.Number, Healed, cancellationToken);
                proposal.PullRequestState = PullRequestState.Closed;
                context.Note(TimelineKind.PullRequestClosed, "The pull request was closed: it is not needed any more.");
                break;
            case PullRequestStatus.Closed:
                proposal.PullRequestState = PullRequestState.Closed;
                break;
        }

        await repository.DeleteBranchAsync(proposal.Branch, cancellationToken);
        return false;
    }
}
