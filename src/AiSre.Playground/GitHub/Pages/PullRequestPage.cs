using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Pages;

/// <summary>What a person sees and can do where the link to a pull request leads.</summary>
internal sealed class PullRequestPage(
    GitRepositories repositories, GitHubStore store, GitHubOptions options, PullRequestActions actions, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/{owner}/{repo}/pulls", List);
        site.MapGet("/{owner}/{repo}/pull/{number:int}", (string owner, string repo, int number) => Show(owner, repo, number, null));
        site.MapGet("/{owner}/{repo}/pull/{number:int}.diff", Diff);
        site.MapPost("/{owner}/{repo}/pull/{number:int}", ActAsync);
    }

    private IResult List(string owner, string repo)
    {
        if (store.Find(owner, repo) is not { } state)
        {
            return Results.NotFound($"There is no repository {owner}/{repo}.");
        }

        lock (repositories.LockOf(state.Owner, state.Name))
        {
            return PullRequestHtml.Answer(PullRequestHtml.List(state));
        }
    }

    private IResult Show(string owner, string repo, int number, string? refusal) =>
        With(owner, repo, number, (state, git, pullRequest) =>
        {
            using var patch = PullRequestDifference.Patch(git, pullRequest);
            return PullRequestHtml.Answer(
                PullRequestHtml.Page(state, pullRequest, patch.Content, People(state), refusal),
                refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
        });

    private IResult Diff(string owner, string repo, int number) =>
        With(owner, repo, number, (_, git, pullRequest) =>
        {
            using var patch = PullRequestDifference.Patch(git, pullRequest);
            return Results.Text(patch.Content, "text/plain");
        });

    private async Task<IResult> ActAsync(HttpContext http, string owner, string repo, int number)
    {
        // Another site's page must not press these buttons through the browser of somebody who has the playground open.
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var login = form["login"].ToString();
        IReadOnlyList<BranchUpdate> updates = [];
        try
        {
            var answer = With(owner, repo, number, (state, git, pullRequest) =>
            {
                if (!People(state).Contains(login))
                {
                    return Results.StatusCode(StatusCodes.Status403Forbidden);
                }

                updates = Act(state, git, pullRequest, form["action"].ToString(), login, form["sha"].ToString());
                store.Save(state);
                return Results.Redirect($"/{owner}/{repo}/pull/{number}");
            });
            actions.Announce(updates);
            return answer;
        }
        catch (GitHubError error)
        {
            return Show(owner, repo, number, error.Message);
        }
    }

    private IReadOnlyList<BranchUpdate> Act(
        RepositoryState state, Repository git, PullRequestState pullRequest, string action, string login, string sha)
    {
        var now = clock.GetUtcNow();
        switch (action)
        {
            case "merge" when sha != pullRequest.HeadSha:
                throw new GitHubError(409, "Head branch was modified. Review and try the merge again.");
            case "merge":
                return actions.Merge(state, git, pullRequest, new MergeRequest("merge", null, null, login, now));
            case "close" when pullRequest.IsOpen:
                actions.Close(state, git, pullRequest, login, now);
                return [];
            case "reopen" when !pullRequest.IsOpen:
                actions.Reopen(state, git, pullRequest, login, now);
                return [];
            default:
                throw new GitHubError(422, "The pull request is not as this page showed it any more.");
        }
    }

    private IResult With(string owner, string repo, int number, Func<RepositoryState, Repository, PullRequestState, IResult> action)
    {
        if (store.Find(owner, repo) is not { } state)
        {
            return Results.NotFound($"There is no repository {owner}/{repo}.");
        }

        lock (repositories.LockOf(state.Owner, state.Name))
        {
            if (state.PullRequests.Find(candidate => candidate.Number == number) is not { } pullRequest)
            {
                return Results.NotFound($"{owner}/{repo} has no pull request #{number}.");
            }

            using var git = new Repository(state.GitPath);
            return action(state, git, pullRequest);
        }
    }

    /// <summary>Who may press the buttons.</summary>
    private List<string> People(RepositoryState state) =>
        [.. options.Tokens
            .Where(token => !token.IsApp && token.RightOn(state.Owner, state.Name) >= Right.Write)
            .Select(token => token.Login)
            .Distinct()];
}
