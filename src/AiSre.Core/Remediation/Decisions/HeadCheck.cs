using AiSre.GitHub;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>Asks GitHub whether the pull request still shows what the person looked at.</summary>
public sealed class HeadCheck(GitHubRepositories repositories)
{
    /// <summary>How the sentence about a moved branch begins.</summary>
    internal const string Moved = "The pull request's branch has moved to commit";

    /// <summary>Null when it does; otherwise why nothing can be decided, in one sentence. A GitHub that does not answer is a reason too.</summary>
    public async Task<string?> WhyNotAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.IsOutdated)
        {
            return Outdated(proposal);
        }

        PullRequest pullRequest;
        try
        {
            pullRequest = await repositories.For(proposal.RepositoryUrl).GetPullRequestAsync(proposal.PullRequestNumber!.Value, cancellationToken);
        }
        catch (ProblemException problem)
        {
            return $"Nothing was decided, because the pull request could not be checked: {problem.Message}";
        }

        return pullRequest switch
        {
            { State: PullRequestStatus.Merged } => "Nothing was decided: the pull request is merged on GitHub already, which AiSre takes over in a moment.",
            { State: PullRequestStatus.Closed } => "Nothing was decided: the pull request is closed on GitHub already, which AiSre takes over in a moment.",
            _ when pullRequest.HeadSha != proposal.HeadSha => MovedSentence(pullRequest.HeadSha),
            _ => null,
        };
    }

    /// <summary>What is said when the base branch has moved away under the change.</summary>
    internal static string Outdated(Proposal proposal) =>
        $"Nothing was merged: {proposal.BaseBranch} has moved since this change was planned, and it does not hold there as it is; AiSre plans it again, or says why it cannot.";

    /// <summary>What is said when a branch holds commits that AiSre did not make.</summary>
    /// <param name="headSha">Where the branch points to.</param>
    /// <param name="who">Who made that commit and how it begins, in brackets; null where that could not be read.</param>
    internal static string MovedSentence(string headSha, string? who = null) =>
        $"{Moved} {headSha[..7]}{(who is null ? "" : $" {who}")}, which is not what AiSre proposed and proved; look at it on GitHub and merge or close it there.";
}
