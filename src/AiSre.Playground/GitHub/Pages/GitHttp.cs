using System.Globalization;
using System.IO.Compression;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.State;
using CliWrap;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Pages;

/// <summary>Git's smart HTTP protocol, so that <c>git clone</c> and <c>git push</c> work: https://git-scm.com/docs/http-protocol.</summary>
internal sealed class GitHttp(GitRepositories repositories, GitHubStore store, GitHubOptions options)
{
    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/{owner}/{repo}.git/info/refs", AdvertiseAsync);
        site.MapPost("/{owner}/{repo}.git/git-upload-pack", http => ServeAsync(http, "git-upload-pack", Right.Read));
        site.MapPost("/{owner}/{repo}.git/git-receive-pack", http => ServeAsync(http, "git-receive-pack", Right.Write));
    }

    private async Task AdvertiseAsync(HttpContext http)
    {
        var service = http.Request.Query["service"].ToString();
        if (service is not ("git-upload-pack" or "git-receive-pack"))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (await FindAsync(http, service == "git-upload-pack" ? Right.Read : Right.Write) is not { State: var state })
        {
            return;
        }

        http.Response.ContentType = $"application/x-{service}-advertisement";
        http.Response.Headers.CacheControl = "no-cache";
        var line = $"# service={service}\n";
        await http.Response.WriteAsync($"{(line.Length + 4).ToString("x4", CultureInfo.InvariantCulture)}{line}0000");
        await RunAsync(http, [service["git-".Length..], "--stateless-rpc", "--advertise-refs", state.GitPath], PipeSource.Null);
    }

    private async Task ServeAsync(HttpContext http, string service, Right needed)
    {
        if (await FindAsync(http, needed) is not { State: var state, Login: var login })
        {
            return;
        }

        http.Response.ContentType = $"application/x-{service}-result";
        http.Response.Headers.CacheControl = "no-cache";
        Stream body = http.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(http.Request.Body, CompressionMode.Decompress)
            : http.Request.Body;
        await using (body)
        {
            var before = Branches(state);
            await RunAsync(http, [service["git-".Length..], "--stateless-rpc", state.GitPath], PipeSource.FromStream(body));
            if (needed == Right.Write)
            {
                Announce(state, before, Branches(state), login);
            }
        }
    }

    private static async Task RunAsync(HttpContext http, string[] arguments, PipeSource input) =>
        // A failure is told to the client within the protocol; the exit code repeats it.
        await Cli.Wrap("git")
            .WithArguments(arguments)
            .WithEnvironmentVariables(environment => environment
                .Set("GIT_PROTOCOL", http.Request.Headers["Git-Protocol"].ToString() is { Length: > 0 } version ? version : null))
            .WithStandardInputPipe(input)
            .WithStandardOutputPipe(PipeTarget.ToStream(http.Response.Body))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(http.RequestAborted);

    /// <summary>The repository if the caller's token allows; answers the call itself otherwise.</summary>
    private async Task<(RepositoryState State, string Login)?> FindAsync(HttpContext http, Right needed)
    {
        var secret = GitHubPipeline.SecretOf(http.Request);
        var token = options.Tokens.FirstOrDefault(candidate => candidate.Secret == secret);
        if (token is null)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"GitHub\"";
            await http.Response.WriteAsync("Give a token as the password.\n");
            return null;
        }

        var state = store.Find((string)http.Request.RouteValues["owner"]!, (string)http.Request.RouteValues["repo"]!);
        var right = state is null ? Right.None : token.RightOn(state.Owner, state.Name);
        if (state is not null && right >= needed)
        {
            return (state, token.Login);
        }

        http.Response.StatusCode = right == Right.None ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;
        await http.Response.WriteAsync(right == Right.None ? "Repository not found.\n" : "Write access to repository not granted.\n");
        return null;
    }

    private static SortedDictionary<string, string> Branches(RepositoryState state)
    {
        using var git = new Repository(state.GitPath);
        return GitReferences.Branches(git);
    }

    private void Announce(
        RepositoryState state, SortedDictionary<string, string> before, SortedDictionary<string, string> after, string login)
    {
        foreach (var branch in before.Keys.Union(after.Keys))
        {
            var (old, sha) = (before.GetValueOrDefault(branch), after.GetValueOrDefault(branch));
            if (old != sha)
            {
                repositories.Announce(new BranchUpdate(state.Owner, state.Name, branch, old, sha, login));
            }
        }
    }
}
