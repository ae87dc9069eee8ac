using System.Text.Json;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Webhooks;

/// <summary>Writes what GitHub tells, for whoever wants to hear it.</summary>
/// <remarks>Payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads. Callers hold the repository's lock.</remarks>
internal sealed class WebhookEvents(GitHubAddress address, WebhookSender sender)
{
    private const string NoCommit = "0000000000000000000000000000000000000000";

    public void PullRequest(
        RepositoryState state, Repository git, PullRequestState pullRequest, string action, string actor, BranchUpdate? push = null)
    {
        var shape = address.Urls.PullRequestInFull(state, pullRequest, PullRequestDifference.Of(git, pullRequest));
        var payload = new Dictionary<string, object?>
        {
            ["action"] = action,
            ["number"] = pullRequest.Number,
            ["pull_request"] = shape,
        };
        if (push is not null)
        {
            payload["before"] = push.Before;
            payload["after"] = push.Sha;
        }

        Send(state, "pull_request", actor, payload);
    }

    public void Review(RepositoryState state, PullRequestState pullRequest, ReviewState review) =>
        Send(state, "pull_request_review", review.Author, new Dictionary<string, object?>
        {
            ["action"] = "submitted",
            ["review"] = address.Urls.Review(state, pullRequest, review),
            ["pull_request"] = address.Urls.PullRequest(state, pullRequest),
        });

    public void Comment(RepositoryState state, PullRequestState pullRequest, CommentState comment) =>
        Send(state, "issue_comment", comment.Author, new Dictionary<string, object?>
        {
            ["action"] = "created",
            ["issue"] = address.Urls.Issue(state, pullRequest),
            ["comment"] = address.Urls.Comment(state, pullRequest, comment),
        });

    public void CheckRun(RepositoryState state, CheckRunState run, string action, string actor) =>
        Send(state, "check_run", actor, new Dictionary<string, object?>
        {
            ["action"] = action,
            ["check_run"] = address.Urls.CheckRun(state, run),
        });

    public void Ping(RepositoryState state, HookState hook, string actor) =>
        sender.Send(hook, state.Id, "ping", null, Payload(state, actor, new Dictionary<string, object?>
        {
            ["zen"] = "Keep it logically awesome.",
            ["hook_id"] = hook.Id,
            ["hook"] = address.Urls.Hook(state, hook),
        }));

    public void Push(RepositoryState state, Repository git, BranchUpdate update)
    {
        var before = update.Before is null ? null : git.Lookup<Commit>(update.Before);
        var after = update.Sha is null ? null : git.Lookup<Commit>(update.Sha);
        var commits = after is null ? []
            : git.Commits.QueryBy(new CommitFilter
            {
                IncludeReachableFrom = after,
                ExcludeReachableFrom = before is null ? Array.Empty<Commit>() : [before],
                SortBy = CommitSortStrategies.Topological,
            }).Take(20).Reverse().Select(commit => Commit(state, git, commit)).ToArray();
        Send(state, "push", update.Actor, new Dictionary<string, object?>
        {
            ["ref"] = $"refs/heads/{update.Branch}",
            ["before"] = update.Before ?? NoCommit,
            ["after"] = update.Sha ?? NoCommit,
            ["created"] = update.Before is null,
            ["deleted"] = update.Sha is null,
            ["forced"] = before is not null && after is not null
                && git.ObjectDatabase.FindMergeBase(before, after)?.Sha != before.Sha,
            ["base_ref"] = null,
            ["compare"] = address.Urls.Html($"{state.FullName}/compare/{update.Before ?? NoCommit}...{update.Sha ?? NoCommit}"),
            ["commits"] = commits,
            ["head_commit"] = after is null ? null : Commit(state, git, after),
            ["pusher"] = new { name = update.Actor, email = GitPerson.Of(update.Actor).Email },
        });
    }

    private object Commit(RepositoryState state, Repository git, Commit commit)
    {
        using var changes = git.Diff.Compare<TreeChanges>(commit.Parents.FirstOrDefault()?.Tree, commit.Tree);
        return new
        {
            id = commit.Sha,
            tree_id = commit.Tree.Sha,
            distinct = true,
            message = commit.Message.TrimEnd('\n'),
            timestamp = GitHubUrls.Time(commit.Author.When),
            url = address.Urls.Html($"{state.FullName}/commit/{commit.Sha}"),
            author = new { name = commit.Author.Name, email = commit.Author.Email },
            committer = new { name = commit.Committer.Name, email = commit.Committer.Email },
            added = changes.Added.Select(change => change.Path).ToArray(),
            removed = changes.Deleted.Select(change => change.Path).ToArray(),
            modified = changes.Modified.Select(change => change.Path).ToArray(),
        };
    }

    private void Send(RepositoryState state, string name, string actor, Dictionary<string, object?> content)
    {
        var listeners = state.Hooks.Where(hook => hook.Wants(name)).ToList();
        if (listeners.Count == 0)
        {
            return;
        }

        var payload = Payload(state, actor, content);
        foreach (var hook in listeners)
        {
            sender.Send(hook, state.Id, name, content.GetValueOrDefault("action") as string, payload);
        }
    }

    private byte[] Payload(RepositoryState state, string actor, Dictionary<string, object?> content)
    {
        content["repository"] = address.Urls.Repository(state, null);
        content["sender"] = address.Urls.User(actor);
        return JsonSerializer.SerializeToUtf8Bytes(content);
    }
}
