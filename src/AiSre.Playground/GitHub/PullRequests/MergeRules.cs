using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>Whether GitHub would merge.</summary>
internal static class MergeRules
{
    /// <summary>GitHub's <c>mergeable</c> and <c>mergeable_state</c>.</summary>
    public static (bool? Mergeable, string State) Mergeability(RepositoryState state, PullRequestState pullRequest)
    {
        if (!pullRequest.IsOpen || pullRequest.Trial is not { } trial)
        {
            return (null, "unknown");
        }

        if (trial.MergeSha is null)
        {
            return (false, "dirty");
        }

        return pullRequest.IsDraft ? (true, "draft")
            : Blocker(state, pullRequest) is not null ? (true, "blocked")
            : Failed(state, pullRequest.HeadSha) ? (true, "unstable")
            : (true, "clean");
    }

    /// <summary>What the protection of the base branch still asks for, in GitHub's words; null when nothing.</summary>
    public static string? Blocker(RepositoryState state, PullRequestState pullRequest)
    {
        if (!state.Protections.TryGetValue(pullRequest.BaseRef, out var protection))
        {
            return null;
        }

        // Only the last word of each reviewer counts, and comments are no word.
        var verdicts = pullRequest.Reviews
            .Where(review => review.State != "COMMENTED")
            .GroupBy(review => review.Author, StringComparer.OrdinalIgnoreCase)
            .Select(reviews => reviews.Last().State)
            .ToList();
        if (verdicts.Contains("CHANGES_REQUESTED"))
        {
            return "Changes have been requested by a reviewer with write access.";
        }

        if (verdicts.Count(verdict => verdict == "APPROVED") < protection.RequiredApprovals)
        {
            return $"At least {protection.RequiredApprovals} approving review is required by reviewers with write access.";
        }

        return protection.RequiredChecks.FirstOrDefault(check => !Succeeded(state, pullRequest.HeadSha, check)) is { } missing
            ? $"Required status check \"{missing}\" is expected."
            : null;
    }

    private static bool Succeeded(RepositoryState state, string sha, string name) =>
        state.CheckRuns.LastOrDefault(run => run.HeadSha == sha && run.Name == name)?.Conclusion == "success"
        || state.Statuses.LastOrDefault(status => status.Sha == sha && status.Context == name)?.State == "success";

    private static bool Failed(RepositoryState state, string sha) =>
        state.CheckRuns.Exists(run => run.HeadSha == sha && run.Conclusion is "failure" or "timed_out" or "cancelled")
        || state.Statuses.Where(status => status.Sha == sha)
            .GroupBy(status => status.Context)
            .Any(statuses => statuses.Last().State is "failure" or "error");
}
