using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Pull requests: https://docs.github.com/en/rest/pulls/pulls.</summary>
internal sealed class PullRequestEndpoints(PullRequestActions actions, Mergeability mergeability)
{
    private const string Resource = "PullRequest";

    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/pulls", Right.Read, List);
        routes.InRepository("POST", "/pulls", Right.Write, Create);
        routes.InRepository("GET", "/pulls/{number:int}", Right.Read, Get);
        routes.InRepository("PATCH", "/pulls/{number:int}", Right.Write, Change);
        routes.InRepository("GET", "/pulls/{number:int}/files", Right.Read, Files);
        routes.InRepository("GET", "/pulls/{number:int}/commits", Right.Read, Commits);
        routes.InRepository("GET", "/pulls/{number:int}/merge", Right.Read, IsMerged);
        routes.InRepository("PUT", "/pulls/{number:int}/merge", Right.Write, Merge);
        routes.InRepository("PUT", "/pulls/{number:int}/update-branch", Right.Write, UpdateBranch);
    }

    private static GitHubAnswer List(GitHubCall call)
    {
        var state = call.Query("state") ?? "open";
        var head = call.Query("head");
        var @base = call.Query("base");
        var sort = call.Query("sort") ?? "created";
        // Newest first only when sorted by creation; by update the oldest comes first unless told otherwise.
        var isDescending = (call.Query("direction") ?? (sort == "created" ? "desc" : "asc")) == "desc";
        var found = call.State.PullRequests
            .Where(pullRequest => state == "all" || pullRequest.IsOpen == (state == "open"))
            .Where(pullRequest => @base is null || pullRequest.BaseRef == @base)
            // GitHub ignores a head that does not name its owner.
            .Where(pullRequest => head?.Contains(':', StringComparison.Ordinal) != true
                || string.Equals(head, $"{call.State.Owner}:{pullRequest.HeadRef}", StringComparison.OrdinalIgnoreCase));
        var sorted = found
            .OrderBy(pullRequest => sort == "updated" ? pullRequest.UpdatedAt : pullRequest.CreatedAt)
            .ThenBy(pullRequest => pullRequest.Number);
        return GitHubAnswer.Page(
            call, [.. isDescending ? sorted.Reverse() : sorted], pullRequest => call.Urls.PullRequest(call.State, pullRequest));
    }

    private GitHubAnswer Create(GitHubCall call)
    {
        var title = call.Text("title") is { Length: > 0 } given ? given : throw GitHubError.Missing(Resource, "title");
        var head = call.Required("head");
        var branch = head.StartsWith($"{call.State.Owner}:", StringComparison.OrdinalIgnoreCase) ? head[(call.State.Owner.Length + 1)..] : head;
        var @base = call.Required("base");
        var headSha = call.Git.Refs[GitRepositories.Reference(branch)]?.ResolveToDirectReference().TargetIdentifier
            ?? throw GitHubError.Invalid(Resource, "head");
        var baseSha = call.Git.Refs[GitRepositories.Reference(@base)]?.ResolveToDirectReference().TargetIdentifier
            ?? throw GitHubError.Invalid(Resource, "base");
        if (call.State.PullRequests.Exists(other => other.IsOpen && other.HeadRef == branch && other.BaseRef == @base))
        {
            throw GitHubError.Custom(Resource, $"A pull request already exists for {call.State.Owner}:{branch}.");
        }

        var pullRequest = new PullRequestState
        {
            Id = call.State.NextId(),
            Number = call.State.LastNumber + 1,
            Author = call.Caller.Login,
            Title = title,
            Body = call.Text("body"),
            IsDraft = call.Flag("draft") == true,
            HeadRef = branch,
            HeadSha = headSha,
            BaseRef = @base,
            BaseSha = baseSha,
            CreatedAt = call.Now,
            UpdatedAt = call.Now,
        };
        if (PullRequestDifference.CommitsOf(call.Git, pullRequest).Count == 0)
        {
            throw GitHubError.Custom(Resource, $"No commits between {@base} and {branch}");
        }

        actions.Open(call.State, call.Git, pullRequest);
        return GitHubAnswer.Created(InFull(call, pullRequest));
    }

    private GitHubAnswer Get(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        if (call.Accepts("diff") is { } type)
        {
            using var patch = PullRequestDifference.Patch(call.Git, pullRequest);
            return CommitEndpoints.Diff(patch, type);
        }

        var answer = GitHubAnswer.Ok(InFull(call, pullRequest));
        mergeability.Ask(call.State, pullRequest);
        return answer;
    }

    private GitHubAnswer Change(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        var state = call.Text("state");
        if (state is not (null or "open" or "closed"))
        {
            throw GitHubError.Invalid(Resource, "state");
        }

        if (state == "closed" && pullRequest.IsOpen)
        {
            actions.Close(call.State, call.Git, pullRequest, call.Caller.Login, call.Now);
        }
        else if (state == "open" && !pullRequest.IsOpen)
        {
            actions.Reopen(call.State, call.Git, pullRequest, call.Caller.Login, call.Now);
        }

        if (call.Has("title") || call.Has("body"))
        {
            pullRequest.Title = call.Text("title") ?? pullRequest.Title;
            pullRequest.Body = call.Has("body") ? call.Text("body") : pullRequest.Body;
            pullRequest.UpdatedAt = call.Now;
            actions.Edited(call.State, call.Git, pullRequest, call.Caller.Login);
        }

        return GitHubAnswer.Ok(InFull(call, pullRequest));
    }

    private static GitHubAnswer Files(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        using var patch = PullRequestDifference.Patch(call.Git, pullRequest);
        return GitHubAnswer.Page(call, call.Urls.Files(call.State.FullName, pullRequest.HeadSha, patch), file => file);
    }

    private static GitHubAnswer Commits(GitHubCall call) =>
        GitHubAnswer.Page(
            call, PullRequestDifference.CommitsOf(call.Git, call.PullRequest()),
            commit => call.Urls.Commit(call.State.FullName, commit));

    private static GitHubAnswer IsMerged(GitHubCall call) =>
        call.PullRequest().IsMerged ? GitHubAnswer.NoContent() : throw GitHubError.NotFound();

    private GitHubAnswer Merge(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        if (call.Text("sha") is { } expected && pullRequest.IsOpen && expected != pullRequest.HeadSha)
        {
            throw new GitHubError(409, "Head branch was modified. Review and try the merge again.");
        }

        var request = new MergeRequest(
            call.Text("merge_method") ?? "merge", call.Text("commit_title"), call.Text("commit_message"), call.Caller.Login, call.Now);
        var update = actions.Merge(call.State, call.Git, pullRequest, request);
        call.After(() => actions.Announce(update));
        return GitHubAnswer.Ok(new { sha = pullRequest.MergeSha, merged = true, message = "Pull Request successfully merged" });
    }

    private GitHubAnswer UpdateBranch(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        if (call.Text("expected_head_sha") is { } expected && expected != pullRequest.HeadSha)
        {
            throw new GitHubError(422, "expected head sha didn’t match current head ref.");
        }

        var update = PullRequestActions.UpdateBranch(call.State, call.Git, pullRequest, call.Caller.Login, call.Now);
        call.After(() => actions.Announce(update));
        return GitHubAnswer.Accepted(new
        {
            message = "Updating pull request branch.",
            url = call.Urls.Api($"repos/{call.State.FullName}/pulls/{pullRequest.Number}"),
        });
    }

    private static Dictionary<string, object?> InFull(GitHubCall call, PullRequestState pullRequest) =>
        call.Urls.PullRequestInFull(call.State, pullRequest, PullRequestDifference.Of(call.Git, pullRequest));
}
