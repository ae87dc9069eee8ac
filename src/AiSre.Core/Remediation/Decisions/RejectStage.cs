using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>Carries out a rejection: closes the pull request with the reason and deletes the branch.</summary>
internal sealed class RejectStage(GitHubRepositories repositories) : IIncidentStage
{
    public IncidentState State => IncidentState.Rejecting;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.CurrentProposalAsync(context.Incident.Id, cancellationToken);
        var decision = (await context.Db.StandingDecisionsAsync(proposal.Id, cancellationToken)).Single(candidate => candidate.Verdict == Verdict.Reject);
        var repository = repositories.For(proposal.RepositoryUrl);
        var number = proposal.PullRequestNumber!.Value;
        await repository.CommentAsync(number, $"Rejected by {decision.By}: {decision.Reason}", "rejected", cancellationToken);
        var pullRequest = await repository.CloseAsync(number, null, cancellationToken);
        if (pullRequest.State == PullRequestStatus.Merged)
        {
            decision.VoidedBecause = "The pull request was merged on GitHub before it could be closed.";
            await MergedProposal.TakeOverAsync(context, proposal, repository, pullRequest, cancellationToken);
            return;
        }

        await Demotion.BecauseAsync(context, proposal, $"{decision.By} rejected its proposal for incident {context.Incident.Number}{(decision.ReasonKind is { } kind ? $" ({RejectionWords.Of(kind)})" : "")}: {decision.Reason}", cancellationToken);
        var isDeleted = await repository.DeleteBranchIfUntouchedAsync(proposal.Branch, decision.HeadSha, cancellationToken);
        ClosedProposal.TakeOver(context, proposal, isDeleted
            ? "The pull request was closed with the reason and its branch deleted."
            : $"The pull request was closed with the reason; its branch {proposal.Branch} stays, because somebody has pushed to it.");
    }
}
