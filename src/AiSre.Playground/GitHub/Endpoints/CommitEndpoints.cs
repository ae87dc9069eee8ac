using System.Text;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.Shapes;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Commits as people see them, and comparing two. https://docs.github.com/en/rest/commits/commits.</summary>
internal static class CommitEndpoints
{
    public static void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/commits", Right.Read, List);
        routes.InRepository("GET", "/commits/{**reference}", Right.Read, Get);
        routes.InRepository("GET", "/compare/{**range}", Right.Read, Compare);
    }

    private static GitHubAnswer List(GitHubCall call)
    {
        var name = call.Query("sha") ?? "HEAD";
        var start = call.Commit(name) ?? throw GitHubError.NotFound();
        var commits = call.Query("path") is { } path
            ? call.Git.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = start, SortBy = CommitSortStrategies.Topological })
                .Where(commit => Touches(commit, path))
            : call.Git.Commits.QueryBy(new CommitFilter
            {
                IncludeReachableFrom = start,
                SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time,
            });
        return GitHubAnswer.Page(call, [.. commits], commit => call.Urls.Commit(call.State.FullName, commit));
    }

    private static GitHubAnswer Get(GitHubCall call)
    {
        var name = call.Route("reference");
        var commit = call.Commit(name) ?? throw new GitHubError(422, $"No commit found for SHA: {name}");
        if (call.Accepts("sha") is { } shaType)
        {
            return GitHubAnswer.File(Encoding.ASCII.GetBytes(commit.Sha), $"{shaType}; charset=utf-8");
        }

        if (call.Accepts("diff") is { } diffType)
        {
            using var patch = call.Git.Diff.Compare<Patch>(commit.Parents.FirstOrDefault()?.Tree, commit.Tree);
            return Diff(patch, diffType);
        }

        return GitHubAnswer.Ok(call.Urls.Commit(call.State.FullName, commit, call.Git));
    }

    private static GitHubAnswer Compare(GitHubCall call)
    {
        var range = call.Route("range").Split("...", 2);
        if (range.Length != 2 || call.Commit(range[0]) is not { } @base || call.Commit(range[1]) is not { } head)
        {
            throw GitHubError.NotFound();
        }

        var shared = call.Git.ObjectDatabase.FindMergeBase(@base, head)
            ?? throw GitHubError.NotFound($"No common ancestor between {range[0]} and {range[1]}.");
        using var patch = PullRequestDifference.Patch(call.Git, @base, head);
        if (call.Accepts("diff") is { } type)
        {
            return Diff(patch, type);
        }

        var ahead = PullRequestDifference.CommitsBetween(call.Git, @base, head);
        var behind = PullRequestDifference.CommitsBetween(call.Git, head, @base).Count;
        var html = call.Urls.Html($"{call.State.FullName}/compare/{call.Route("range")}");
        return GitHubAnswer.Ok(new
        {
            url = call.Urls.Api($"repos/{call.State.FullName}/compare/{call.Route("range")}"),
            html_url = html,
            permalink_url = call.Urls.Html($"{call.State.FullName}/compare/{@base.Sha}...{head.Sha}"),
            diff_url = $"{html}.diff",
            patch_url = $"{html}.patch",
            base_commit = call.Urls.Commit(call.State.FullName, @base),
            merge_base_commit = call.Urls.Commit(call.State.FullName, shared),
            status = (ahead.Count, behind) switch
            {
                (0, 0) => "identical",
                (_, 0) => "ahead",
                (0, _) => "behind",
                _ => "diverged",
            },
            ahead_by = ahead.Count,
            behind_by = behind,
            total_commits = ahead.Count,
            commits = ahead.Select(commit => call.Urls.Commit(call.State.FullName, commit)),
            files = call.Urls.Files(call.State.FullName, head.Sha, patch),
        });
    }

    internal static GitHubAnswer Diff(Patch patch, string mediaType) =>
        GitHubAnswer.File(Encoding.UTF8.GetBytes(patch.Content), $"{mediaType}; charset=utf-8");

    private static bool Touches(Commit commit, string path) =>
        commit.Tree[path]?.Target.Sha != commit.Parents.FirstOrDefault()?.Tree[path]?.Target.Sha;
}
