using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>Somebody merged the pull request on GitHub: what is merged has to be verified, whatever AiSre was about to do.</summary>
internal static class MergedOnGitHub
{
    public static void TakeOver(StageContext context, Proposal proposal, PullRequest pullRequest)
    {
        var who = pullRequest.MergedBy ?? "Somebody";
        proposal.PullRequestNumber = pullRequest.Number;
        proposal.PullRequestUrl = pullRequest.Url.ToString();
        proposal.PullRequestState = PullRequestState.Merged;
        proposal.MergeSha = pullRequest.MergeSha;
        proposal.MergedAt = context.Now;
        context.Move(IncidentState.Verifying, TimelineKind.Merged, $"{who} merged the pull request on GitHub.", who);
    }
}
