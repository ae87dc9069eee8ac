namespace AiSre.Playground.GitHub.Http;

/// <summary>Connects paths with handlers. Paths are as GitHub's documentation writes them.</summary>
internal sealed class GitHubRoutes(IEndpointRouteBuilder api, GitHubPipeline pipeline)
{
    private const string Repository = "repos/{owner}/{repo}";

    /// <summary>A path under a repository.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">What follows <c>/repos/{owner}/{repo}</c>, with its slash.</param>
    /// <param name="needed">What the token must be allowed.</param>
    /// <param name="handler">Answers.</param>
    public void InRepository(string method, string path, Right needed, Func<GitHubCall, GitHubAnswer> handler) =>
        api.MapMethods(Repository + path, [method], http => pipeline.RunAsync(http, needed, handler));

    /// <summary>A path that is not about a repository.</summary>
    public void Elsewhere(string method, string path, Func<GitHubCall, GitHubAnswer> handler) =>
        api.MapMethods(path, [method], http => pipeline.RunAsync(http, null, handler));
}
