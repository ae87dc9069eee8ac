using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Decisions;

/// <summary>Nobody decided in time, or somebody asked for another solution: closes the pull request with a comment, and the incident is planned again.</summary>
internal sealed class WithdrawStage(GitHubRepositories repositories, IOptions<DecisionOptions> options) : IIncidentStage
{
    public IncidentState State => IncidentState.Withdrawing;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.CurrentProposalAsync(context.Incident.Id, cancellationToken);
        var decision = (await context.Db.StandingDecisionsAsync(proposal.Id, cancellationToken)).Find(candidate => candidate.Verdict == Verdict.AskForAnother);
        var why = decision is null
            ? $"Nobody decided about this within {Duration.Words(options.Value.ExpireAfter)}"
            : $"{decision.By} asked for another solution";
        var repository = repositories.For(proposal.RepositoryUrl);
        var number = proposal.PullRequestNumber!.Value;
        await repository.CommentAsync(number, $"{why}, so AiSre closes it and plans anew from what the cluster shows now.", "withdrawn", cancellationToken);
        var pullRequest = await repository.CloseAsync(number, null, cancellationToken);
        if (pullRequest.State == PullRequestStatus.Merged)
        {
            await context.Db.VoidDecisionsAsync(proposal.Id, "The pull request was merged on GitHub before it could be closed.", cancellationToken);
            await MergedProposal.TakeOverAsync(context, proposal, repository, pullRequest, cancellationToken);
            return;
        }

        // The row is used again: a decision about what it was must not stand for what it becomes.
        await context.Db.VoidDecisionsAsync(proposal.Id, "The proposal was withdrawn.", cancellationToken);
        proposal.PullRequestState = PullRequestState.Closed;
        await repository.DeleteBranchIfUntouchedAsync(proposal.Branch, proposal.HeadSha!, cancellationToken);
        context.Move(IncidentState.Detected, TimelineKind.PullRequestClosed, $"{why}: pull request #{number} was closed, and the incident is planned again.");
    }
}
