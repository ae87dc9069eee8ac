using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>Merges commits without a working directory, in GitHub's three ways.</summary>
internal static class Merger
{
    private static readonly GitPerson WebFlow = new("GitHub", "noreply@github.com");

    /// <summary>The tree of a merge; null when there are conflicts.</summary>
    public static Tree? TreeOf(Repository git, Commit onto, Commit head)
    {
        var merge = git.ObjectDatabase.MergeCommits(onto, head, new MergeTreeOptions());
        return merge.Status == MergeTreeStatus.Succeeded ? merge.Tree : null;
    }

    /// <summary>The commit that the base branch is to point to.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="state">Its state.</param>
    /// <param name="pullRequest">What to merge.</param>
    /// <param name="request">How.</param>
    /// <exception cref="GitHubError">There are conflicts, or the repository does not allow the method.</exception>
    public static Commit Merge(Repository git, RepositoryState state, PullRequestState pullRequest, MergeRequest request)
    {
        var onto = GitReferences.Find(git, pullRequest.BaseRef) ?? throw NotMergeable();
        var head = git.Lookup<Commit>(pullRequest.HeadSha);
        var title = request.Title ?? $"Merge pull request #{pullRequest.Number} from {state.Owner}/{pullRequest.HeadRef}";
        switch (request.Method)
        {
            case "merge" when state.AllowsMergeCommits:
                return Write(
                    git, GitPerson.Of(request.Actor), request.Now, Message(title, request.Message ?? pullRequest.Title),
                    TreeOf(git, onto, head) ?? throw NotMergeable(), onto, head);
            case "squash" when state.AllowsSquash:
                var subject = request.Title ?? $"{pullRequest.Title} (#{pullRequest.Number})";
                return Write(
                    git, GitPerson.Of(pullRequest.Author), request.Now, Message(subject, request.Message),
                    TreeOf(git, onto, head) ?? throw NotMergeable(), onto);
            case "rebase" when state.AllowsRebase:
                return Rebase(git, onto, head, request.Now);
            case "merge":
                throw new GitHubError(405, "Merge commits are not allowed on this repository.");
            case "squash":
                throw new GitHubError(405, "Squash merges are not allowed on this repository.");
            case "rebase":
                throw new GitHubError(405, "Rebase merges are not allowed on this repository.");
            default:
                throw GitHubError.Invalid("PullRequest", "merge_method");
        }
    }

    public static GitHubError NotMergeable() => new(405, "Pull Request is not mergeable");

    private static Commit Rebase(Repository git, Commit onto, Commit head, DateTimeOffset now)
    {
        var tip = onto;
        foreach (var commit in PullRequestDifference.CommitsBetween(git, onto, head).Where(commit => commit.Parents.Count() == 1))
        {
            var picked = git.ObjectDatabase.CherryPickCommit(commit, tip, 0, new MergeTreeOptions());
            if (picked.Status != MergeTreeStatus.Succeeded)
            {
                throw new GitHubError(405, "This branch can't be rebased");
            }

            tip = git.ObjectDatabase.CreateCommit(
                commit.Author, WebFlow.At(now), commit.Message, picked.Tree, [tip], prettifyMessage: false);
        }

        return tip;
    }

    private static Commit Write(
        Repository git, GitPerson author, DateTimeOffset now, string message, Tree tree, params Commit[] parents) =>
        git.ObjectDatabase.CreateCommit(author.At(now), WebFlow.At(now), message, tree, parents, prettifyMessage: false);

    private static string Message(string title, string? body) => string.IsNullOrEmpty(body) ? title : $"{title}\n\n{body}";
}

/// <param name="Method"><c>merge</c>, <c>squash</c> or <c>rebase</c>.</param>
/// <param name="Title">First line of the commit; null for GitHub's own.</param>
/// <param name="Message">The rest; null for GitHub's own.</param>
/// <param name="Actor">Who merges.</param>
/// <param name="Now">When.</param>
internal sealed record MergeRequest(string Method, string? Title, string? Message, string Actor, DateTimeOffset Now);
