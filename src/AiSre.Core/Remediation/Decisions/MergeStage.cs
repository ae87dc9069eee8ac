using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Decisions;

/// <summary>Merges exactly the approved commit, or says why nothing was merged and asks again.</summary>
internal sealed class MergeStage(GitHubRepositories repositories) : IIncidentStage
{
    public IncidentState State => IncidentState.Approved;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.CurrentProposalAsync(context.Incident.Id, cancellationToken);
        var decision = await context.Db.Set<Decision>()
            .SingleAsync(candidate => candidate.ProposalId == proposal.Id && candidate.VoidedBecause == null, cancellationToken);
        var repository = repositories.For(proposal.RepositoryUrl);
        if (decision.Fingerprint is { } bound && (await context.Db.FingerprintAsync(proposal, cancellationToken))?.Value != bound)
        {
            AskAgain(context, decision, "The proposal changed since the approval, so nothing was merged; look at it again and decide.");
            return;
        }

        var result = await repository.MergeAsync(proposal.PullRequestNumber!.Value, decision.HeadSha, proposal.Title, cancellationToken: cancellationToken);
        switch (result)
        {
            case MergeResult.Merged merged:
                await MergedProposal.TakeOverAsync(context, proposal, repository, merged.Sha, cancellationToken);
                break;
            case MergeResult.AlreadyMerged merged when merged.HeadSha == decision.HeadSha:
                // By an earlier try whose answer was lost, or on GitHub: the same decision.
                await MergedProposal.TakeOverAsync(context, proposal, repository, merged.Sha, cancellationToken);
                break;
            case MergeResult.AlreadyMerged merged:
                decision.VoidedBecause = $"Another commit than the approved one was merged on GitHub by {merged.By ?? "somebody"}.";
                context.Note(TimelineKind.DecisionRefused, decision.VoidedBecause);
                await MergedProposal.TakeOverAsync(context, proposal, repository, merged.Sha, cancellationToken);
                break;
            case MergeResult.HeadMoved moved:
                AskAgain(context, decision, $"The branch has moved to commit {moved.ActualSha[..7]} since the approval, so nothing was merged; look at it on GitHub and merge or close it there.");
                break;
            case MergeResult.NotMergeable refused:
                AskAgain(context, decision, $"GitHub did not merge the pull request ({refused.Reason.TrimEnd('.')}); put that right there, then approve again or merge it there.");
                break;
            case MergeResult.Closed closed:
                decision.VoidedBecause = "The pull request was closed on GitHub before it could be merged.";
                ClosedProposal.TakeOver(context, proposal, $"{closed.By ?? "Somebody"} closed the pull request on GitHub; nothing was merged.", closed.By ?? "GitHub");
                break;
            default:
                throw new InvalidOperationException($"A merge cannot end as {result}.");
        }
    }

    private static void AskAgain(StageContext context, Decision decision, string because)
    {
        decision.VoidedBecause = because;
        context.Move(IncidentState.AwaitingDecision, TimelineKind.DecisionRefused, because);
        context.Incident.Problem = because;
    }
}
