using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Decisions;

/// <summary>What follows once a proposal is merged, by whomever: a solution has to be verified, a revert takes the incident back.</summary>
internal static class MergedProposal
{
    /// <summary>Ends the stage.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="proposal">What was merged.</param>
    /// <param name="repository">Where.</param>
    /// <param name="sha">The commit on the base branch.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static Task TakeOverAsync(StageContext context, Proposal proposal, GitHubRepository repository, string sha, CancellationToken cancellationToken) =>
        TakeOverAsync(context, proposal, repository, sha, ($"The pull request was merged as commit {sha[..7]}.", StageContext.AiSreItself), cancellationToken);

    /// <summary>As the other, where somebody merged it on GitHub, whatever AiSre was about to do.</summary>
    public static Task TakeOverAsync(StageContext context, Proposal proposal, GitHubRepository repository, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var who = pullRequest.MergedBy ?? "Somebody";
        proposal.PullRequestNumber = pullRequest.Number;
        proposal.PullRequestUrl = pullRequest.Url.ToString();
        return TakeOverAsync(context, proposal, repository, pullRequest.MergeSha!, ($"{who} merged the pull request on GitHub.", who), cancellationToken);
    }

    private static async Task TakeOverAsync(
        StageContext context, Proposal proposal, GitHubRepository repository, string sha, (string Text, string Actor) how, CancellationToken cancellationToken)
    {
        proposal.Merged(sha, context.Now);
        if (!proposal.IsRevert)
        {
            context.Move(IncidentState.Verifying, TimelineKind.Merged, how.Text, how.Actor);
            return;
        }

        var failed = await context.Db.Set<Proposal>().SingleAsync(candidate => candidate.Id == proposal.RevertOf, cancellationToken);
        var learnt = ChangeThatFailed.Sentence(failed, $", and was reverted in #{proposal.PullRequestNumber}");
        await ChangeThatFailed.SetAsideAsync(context, failed, learnt, cancellationToken);
        await MergedBranch.DeleteAsync(context, repository, proposal, cancellationToken);
        context.Note(TimelineKind.Merged, how.Text, how.Actor);
        context.Move(IncidentState.Diagnosed, TimelineKind.Reverted, learnt);
    }
}
