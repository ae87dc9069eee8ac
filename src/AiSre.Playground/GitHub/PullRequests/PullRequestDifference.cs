using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>How much a pull request changes.</summary>
internal sealed record PullRequestDifference(int Commits, int Additions, int Deletions, int Files)
{
    public static PullRequestDifference Of(Repository git, PullRequestState pullRequest)
    {
        using var patch = Patch(git, pullRequest);
        return new PullRequestDifference(
            CommitsOf(git, pullRequest).Count, patch.LinesAdded, patch.LinesDeleted, patch.Count());
    }

    /// <summary>What the head changed since it left the base, as GitHub compares.</summary>
    public static Patch Patch(Repository git, PullRequestState pullRequest) =>
        Patch(git, git.Lookup<Commit>(pullRequest.BaseSha), git.Lookup<Commit>(pullRequest.HeadSha));

    public static Patch Patch(Repository git, Commit @base, Commit head) =>
        git.Diff.Compare<Patch>(
            git.ObjectDatabase.FindMergeBase(@base, head)?.Tree,
            head.Tree,
            new CompareOptions { Similarity = SimilarityOptions.Renames });

    /// <summary>The commits of a pull request, oldest first.</summary>
    public static IReadOnlyList<Commit> CommitsOf(Repository git, PullRequestState pullRequest) =>
        CommitsBetween(git, git.Lookup<Commit>(pullRequest.BaseSha), git.Lookup<Commit>(pullRequest.HeadSha));

    /// <summary>The commits that head has and base has not, oldest first.</summary>
    public static IReadOnlyList<Commit> CommitsBetween(Repository git, Commit @base, Commit head) =>
        [.. git.Commits.QueryBy(new CommitFilter
        {
            IncludeReachableFrom = head,
            ExcludeReachableFrom = @base,
            SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Reverse,
        })];
}
