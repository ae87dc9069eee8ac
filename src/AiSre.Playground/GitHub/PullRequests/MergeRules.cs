using AiSre.Playground.Git;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

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
            : IsBehind(state, pullRequest) ? (true, "behind")
            : Failed(state, pullRequest.HeadSha) ? (true, "unstable")
            : (true, "clean");
    }

    /// <summary>What the base branch still asks for, in GitHub's words; null when nothing.</summary>
    public static string? Blocker(RepositoryState state, PullRequestState pullRequest)
    {
        var demands = BranchDemands.Of(state, pullRequest.BaseRef);

        // Only the last word of each reviewer counts, and comments are no word.
        var verdicts = pullRequest.Reviews
            .Where(review => review.State != "COMMENTED")
            .GroupBy(review => review.Author, StringComparer.OrdinalIgnoreCase)
            .Select(reviews => reviews.Last())
            .ToList();
        if (verdicts.Exists(verdict => verdict.State == "CHANGES_REQUESTED"))
        {
            return "Changes have been requested by a reviewer with write access.";
        }

        var approvals = verdicts.Where(verdict => verdict.State == "APPROVED").Select(verdict => verdict.Author).ToList();
        if (approvals.Count < demands.Approvals)
        {
            return $"At least {demands.Approvals} approving review is required by reviewers with write access.";
        }

        if (demands.CodeOwners && OwnersOf(state, pullRequest) is { Count: > 0 } owners && !approvals.Exists(owners.Contains))
        {
            return "Waiting on code owner review.";
        }

        return demands.Checks.FirstOrDefault(check => !Succeeded(state, pullRequest.HeadSha, check)) is { } missing
            ? $"Required status check \"{missing}\" is expected."
            : null;
    }

    private static bool IsBehind(RepositoryState state, PullRequestState pullRequest)
    {
        if (!BranchDemands.Of(state, pullRequest.BaseRef).NewestBase)
        {
            return false;
        }

        using var git = new Repository(state.GitPath);
        var (onto, head) = (GitReferences.Find(git, pullRequest.BaseRef), git.Lookup<Commit>(pullRequest.HeadSha));
        return onto is not null && git.ObjectDatabase.FindMergeBase(onto, head)?.Sha != onto.Sha;
    }

    // Everybody whom CODEOWNERS names counts as an owner of everything; who owns which file is not played.
    private static HashSet<string> OwnersOf(RepositoryState state, PullRequestState pullRequest)
    {
        using var git = new Repository(state.GitPath);
        var text = (GitReferences.Find(git, pullRequest.BaseRef)?[".github/CODEOWNERS"]?.Target as Blob)?.GetContentText() ?? "";
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] == '@').Select(word => word[1..]).ToHashSet(StringComparer.OrdinalIgnoreCase);
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
