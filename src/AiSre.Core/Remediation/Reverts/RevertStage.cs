using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Reverts;

/// <summary>A merged change did not help: proposes to put back exactly what it changed, or says why a person has to.</summary>
/// <remarks>As with any proposal, what is to be pushed is written down first and found again by its name.</remarks>
internal sealed class RevertStage(RevertDraft draft, ProposalPush push, GitHubRepositories repositories) : IIncidentStage
{
    public IncidentState State => IncidentState.Reverting;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.CurrentProposalAsync(context.Incident.Id, cancellationToken);
        if (proposal.RevertOf is not { } id)
        {
            if (await DraftAsync(context, proposal, cancellationToken) is not { } written)
            {
                return;
            }

            (proposal, id) = (written, proposal.Id);
        }

        var pullRequest = await push.OpenAsync(context, proposal, cancellationToken);
        var failed = await context.Db.Set<Proposal>().SingleAsync(candidate => candidate.Id == id, cancellationToken);
        await MergedBranch.DeleteAsync(context, repositories.For(failed.RepositoryUrl), failed, cancellationToken);
        context.Move(IncidentState.AwaitingDecision, TimelineKind.PullRequestOpened, $"Opened pull request #{pullRequest.Number}: {proposal.Title}.");
    }

    /// <summary>The row to push; null when the stage has ended because there is none.</summary>
    private async Task<Proposal?> DraftAsync(StageContext context, Proposal failed, CancellationToken cancellationToken)
    {
        switch (await draft.PlanAsync(context, failed, cancellationToken))
        {
            case RevertPlan.Change change:
                context.Db.Add(change.Revert);
                return change.Revert;
            case RevertPlan.Touched touched:
                var files = string.Join(", ", touched.Files);
                var told = ChangeThatFailed.Sentence(failed, $"; AiSre does not revert it, because {files} {(touched.Files.Length == 1 ? "was" : "were")} changed on {failed.BaseBranch} since: put back by hand what is wrong there");
                await ChangeThatFailed.SetAsideAsync(context, failed, told, cancellationToken);
                context.Move(IncidentState.NeedsPerson, TimelineKind.ProposalRefused, told);
                context.Incident.Problem = told;
                return null;
            case RevertPlan.NothingLeft:
                var learnt = ChangeThatFailed.Sentence(failed, $", and somebody has put it back on {failed.BaseBranch} already");
                await ChangeThatFailed.SetAsideAsync(context, failed, learnt, cancellationToken);
                context.Move(IncidentState.Diagnosed, TimelineKind.Reverted, learnt);
                return null;
            default:
                throw new InvalidOperationException("A revert cannot be planned so.");
        }
    }
}
