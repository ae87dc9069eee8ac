using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Decisions;

/// <summary>Carries out a rejection: closes the pull request with the reason and deletes the branch.</summary>
internal sealed class RejectStage(GitHubRepositories repositories) : IIncidentStage
{
    public IncidentState State => IncidentState.Rejecting;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.Set<Proposal>().SingleAsync(candidate => candidate.IncidentId == context.Incident.Id, cancellationToken);
        var decision = await context.Db.Set<Decision>()
            .SingleAsync(candidate => candidate.ProposalId == proposal.Id && candidate.VoidedBecause == null, cancellationToken);
        var repository = repositories.For(proposal.RepositoryUrl);
        var number = proposal.PullRequestNumber!.Value;
        var pullRequest = await repository.GetPullRequestAsync(number, cancellationToken);
        if (pullRequest.State == PullRequestStatus.Merged)
        {
            // Somebody merged it on GitHub in the meantime; what is merged has to be verified.
            decision.VoidedBecause = "The pull request was merged on GitHub before it could be closed.";
            proposal.PullRequestState = PullRequestState.Merged;
            proposal.MergeSha = pullRequest.MergeSha;
            proposal.MergedAt = context.Now;
            context.Move(IncidentState.Verifying, TimelineKind.Merged, $"{pullRequest.MergedBy ?? "Somebody"} had merged the pull request on GitHub before it could be closed.");
            return;
        }

        await repository.CloseAsync(number, $"Rejected by {decision.By}: {decision.Reason}", cancellationToken);
        proposal.PullRequestState = PullRequestState.Closed;
        if (pullRequest.HeadSha != decision.HeadSha)
        {
            // Somebody's own commit is on it; that is not AiSre's to throw away.
            context.Move(IncidentState.Rejected, TimelineKind.PullRequestClosed, $"The pull request was closed with the reason; its branch {proposal.Branch} stays, because somebody has pushed to it.");
            return;
        }

        await repository.DeleteBranchAsync(proposal.Branch, cancellationToken);
        context.Move(IncidentState.Rejected, TimelineKind.PullRequestClosed, "The pull request was closed with the reason and its branch deleted.");
    }
}
