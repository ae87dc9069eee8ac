namespace AiSre.GitHub;

/// <summary>From Octokit's pull requests to AiSre's.</summary>
internal static class PullRequests
{
    public static PullRequest Of(Octokit.PullRequest pullRequest)
    {
        // Lists leave "merged" out and tell "merged_at" only.
        var isMerged = pullRequest.Merged || pullRequest.MergedAt is not null;
        return new PullRequest(
            pullRequest.Number,
            new Uri(pullRequest.HtmlUrl),
            isMerged ? PullRequestStatus.Merged
                : pullRequest.State.StringValue == "closed" ? PullRequestStatus.Closed : PullRequestStatus.Open,
            pullRequest.Title,
            pullRequest.Head.Sha,
            pullRequest.Head.Ref,
            pullRequest.Base.Ref,
            // Before the merge GitHub gives the SHA of a trial merge here.
            isMerged ? pullRequest.MergeCommitSha : null,
            pullRequest.MergedBy?.Login,
            ClosedBy: null,
            pullRequest.UpdatedAt,
            isMerged ? null : pullRequest.Mergeable);
    }

    /// <summary>A squash keeps the base branch readable and a revert simple; otherwise what the repository allows.</summary>
    public static Octokit.PullRequestMergeMethod MethodFor(Octokit.Repository repository) =>
        repository switch
        {
            { AllowSquashMerge: null or true } => Octokit.PullRequestMergeMethod.Squash,
            { AllowMergeCommit: true } => Octokit.PullRequestMergeMethod.Merge,
            _ => Octokit.PullRequestMergeMethod.Rebase,
        };

    public static bool SaysItExists(Octokit.ApiException answer) =>
        answer.ApiError?.Errors?.Any(error =>
            error.Message?.StartsWith("A pull request already exists", StringComparison.OrdinalIgnoreCase) == true) == true;
}
