using AiSre.Playground.GitHub.Apps;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>GitHub Apps: where they are installed, and their tokens.</summary>
internal sealed class AppEndpoints(GitHubStore store, AppTokens tokens)
{
    public void Map(GitHubRoutes routes)
    {
        routes.Elsewhere("GET", "repos/{owner}/{repo}/installation", Installation);
        routes.Elsewhere("POST", "app/installations/{installation}/access_tokens", Issue);
    }

    private GitHubAnswer Installation(GitHubCall call)
    {
        var app = Caller(call);
        var (owner, name) = (call.Route("owner"), call.Route("repo"));
        return store.Find(owner, name) is { } state && Right(app, state) != AiSre.Playground.GitHub.Right.None
            ? GitHubAnswer.Ok(call.Urls.Installation(app, state.Owner))
            : throw GitHubError.NotFound();
    }

    private GitHubAnswer Issue(GitHubCall call)
    {
        var app = Caller(call);
        var owner = store.All().Select(state => state.Owner).FirstOrDefault(owner => AppShapes.InstallationOf(app, owner) == call.RouteNumber("installation"))
            ?? throw GitHubError.NotFound();
        if (app.IsSuspended)
        {
            throw new GitHubError(403, "This installation has been suspended");
        }

        var (token, ends) = tokens.Issue(app with { Rights = app.Rights.Where(right => right.Key == "*" || right.Key.StartsWith($"{owner}/", StringComparison.OrdinalIgnoreCase)).ToDictionary() });
        return GitHubAnswer.Created(new
        {
            token = token.Secret,
            expires_at = GitHubUrls.Time(ends),
            permissions = new { contents = "write", pull_requests = "write", checks = "write", statuses = "write", metadata = "read" },
            repository_selection = "selected",
        });
    }

    private static GitHubApp Caller(GitHubCall call) =>
        call.Caller.SignedBy ?? throw new GitHubError(401, "A JSON web token could not be decoded");

    private static Right Right(GitHubApp app, RepositoryState state) => new GitHubToken("", app.Slug, app.Rights).RightOn(state.Owner, state.Name);
}
