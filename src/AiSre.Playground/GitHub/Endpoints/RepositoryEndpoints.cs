using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Repositories, the caller, limits.</summary>
internal sealed class RepositoryEndpoints(GitHubStore store, RateLimits limits)
{
    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "", Right.Read, Get);
        routes.InRepository("PATCH", "", Right.Admin, Change);
        routes.Elsewhere("GET", "user", call => GitHubAnswer.Ok(call.Urls.Self(call.Caller.Login)));
        routes.Elsewhere("GET", "user/repos", ListMine);
        routes.Elsewhere("GET", "rate_limit", RateLimit);
    }

    private static GitHubAnswer Get(GitHubCall call) =>
        GitHubAnswer.Ok(call.Urls.Repository(call.State, call.Caller.RightOn(call.State.Owner, call.State.Name)));

    private static GitHubAnswer Change(GitHubCall call)
    {
        call.State.AllowsMergeCommits = call.Flag("allow_merge_commit") ?? call.State.AllowsMergeCommits;
        call.State.AllowsSquash = call.Flag("allow_squash_merge") ?? call.State.AllowsSquash;
        call.State.AllowsRebase = call.Flag("allow_rebase_merge") ?? call.State.AllowsRebase;
        call.State.DeletesBranchOnMerge = call.Flag("delete_branch_on_merge") ?? call.State.DeletesBranchOnMerge;
        if (call.Text("default_branch") is { } branch)
        {
            var reference = call.Git.Refs[$"refs/heads/{branch}"] ?? throw GitHubError.Invalid("Repository", "default_branch");
            call.Git.Refs.UpdateTarget("HEAD", reference.CanonicalName);
        }

        return Get(call);
    }

    private GitHubAnswer ListMine(GitHubCall call)
    {
        var mine = store.All().Where(state => call.Caller.RightOn(state.Owner, state.Name) != Right.None).ToList();
        return GitHubAnswer.Page(call, mine, state => call.Urls.Repository(state, call.Caller.RightOn(state.Owner, state.Name)));
    }

    private GitHubAnswer RateLimit(GitHubCall call)
    {
        var core = limits.Of(call.Caller).Shape;
        return GitHubAnswer.Ok(new { resources = new { core, search = core }, rate = core });
    }
}
