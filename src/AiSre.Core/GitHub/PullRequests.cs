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
            isMerged ? null : pullRequest.Mergeable,
            pullRequest.Draft);
    }

    /// <summary>A squash keeps the base branch readable and a revert simple; otherwise what the repository and the branch allow.</summary>
    /// <param name="repository">What the repository allows.</param>
    /// <param name="allowed">What the branch allows; empty for anything.</param>
    /// <returns>Null when nothing is left.</returns>
    public static Octokit.PullRequestMergeMethod? MethodFor(Octokit.Repository repository, IReadOnlyCollection<string> allowed)
    {
        var methods = new (string Name, bool IsOn, Octokit.PullRequestMergeMethod Method)[]
        {
            ("squash", repository.AllowSquashMerge ?? true, Octokit.PullRequestMergeMethod.Squash),
            ("merge", repository.AllowMergeCommit ?? true, Octokit.PullRequestMergeMethod.Merge),
            ("rebase", repository.AllowRebaseMerge ?? true, Octokit.PullRequestMergeMethod.Rebase),
        };
        return methods.Where(way => way.IsOn && (allowed.Count == 0 || allowed.Contains(way.Name))).Select(way => (Octokit.PullRequestMergeMethod?)way.Method).FirstOrDefault();
    }

    /// <summary>Whether the repository has no drafts: private ones on some plans.</summary>
    public static bool SaysNoDrafts(Octokit.ApiException answer) =>
        answer.Message.Contains("Draft pull requests are not supported", StringComparison.OrdinalIgnoreCase)
        || answer.ApiError?.Errors?.Any(error => error.Message?.Contains("Draft pull requests are not supported", StringComparison.OrdinalIgnoreCase) == true) == true;

    public static bool SaysItExists(Octokit.ApiException answer) =>
        answer.ApiError?.Errors?.Any(error =>
            error.Message?.StartsWith("A pull request already exists", StringComparison.OrdinalIgnoreCase) == true) == true;
}
