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

    /// <summary>What is said when a branch holds commits that AiSre did not make.</summary>
    internal static string MovedSentence(string headSha) =>
        $"{Moved} {headSha[..7]}, which is not what AiSre proposed; look at it on GitHub and merge or close it there.";
}
