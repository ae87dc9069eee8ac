using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Apps;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Http;

/// <summary>What every call goes through, in GitHub's order: faults, token, limits, what the token sees, what it may, the handler.</summary>
internal sealed class GitHubPipeline(
    GitHubOptions options,
    GitRepositories git,
    GitHubStore store,
    RateLimits limits,
    GitHubFaults faults,
    AppTokens apps,
    GitHubCalls calls,
    GitHubAddress address,
    TimeProvider clock)
{
    /// <summary>Answers one call.</summary>
    /// <param name="http">The call.</param>
    /// <param name="needed">What the token must be allowed in the repository that the route names; null when it names none.</param>
    /// <param name="handler">Answers under the repository's lock.</param>
    public async Task RunAsync(HttpContext http, Right? needed, Func<GitHubCall, GitHubAnswer> handler)
    {
        http.Response.Headers["X-GitHub-Request-Id"] = http.TraceIdentifier;
        http.Response.Headers["X-GitHub-Api-Version-Selected"] = "2022-11-28";
        var fault = faults.Take(http.Request.Method, http.Request.Path);
        GitHubToken? token = null;
        GitHubAnswer answer;
        try
        {
            if (fault is not null && !await HappensAsync(http, fault))
            {
                return;
            }

            token = await AuthenticateAsync(http.Request);
            limits.Check(token, createsContent: IsContent(http.Request));
            answer = Answer(http, token, needed, await BodyAsync(http.Request), handler);
            if (fault?.Kind == FaultKind.DropAfter)
            {
                http.Abort();
                return;
            }

            if (fault?.Kind == FaultKind.NoAnswerAfter)
            {
                await SilenceAsync(http);
                return;
            }
        }
        catch (GitHubError error)
        {
            foreach (var (name, value) in error.Headers)
            {
                http.Response.Headers[name] = value;
            }

            answer = new GitHubAnswer(error.Status, error.Body);
        }

        await WriteAsync(http, token, answer);
    }

    /// <returns>False when the call has been dealt with.</returns>
    private static async Task<bool> HappensAsync(HttpContext http, GitHubFault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.ServerError:
                throw new GitHubError(fault.Status, "Server Error");
            case FaultKind.RateLimited:
                throw RateLimits.SecondaryLimit(fault.Status is 403 or 429 ? fault.Status : 403, fault.RetryAfter);
            case FaultKind.NoAnswer:
                await SilenceAsync(http);
                return false;
            case FaultKind.NotFound:
                throw GitHubError.NotFound();
            case FaultKind.DropBefore:
                http.Abort();
                return false;
            case FaultKind.NotGitHub:
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<html><body>Please sign in to the network.</body></html>");
                return false;
            default:
                return true;
        }
    }

    /// <summary>Until the caller gives up.</summary>
    private static Task SilenceAsync(HttpContext http) =>
        Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task<GitHubToken> AuthenticateAsync(HttpRequest request)
    {
        if (request.Headers.UserAgent.Count == 0)
        {
            throw new GitHubError(
                403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");
        }

        var secret = SecretOf(request) ?? throw new GitHubError(401, "Requires authentication");
        return options.Tokens.FirstOrDefault(token => token.Secret == secret)
            ?? apps.Find(secret)
            ?? (await apps.SignerAsync(secret) is { } app
                ? new GitHubToken(app.Id, app.Slug, new Dictionary<string, Right>()) { SignedBy = app }
                : throw new GitHubError(401, "Bad credentials"));
    }

    /// <summary>The token of a call, however it is given; null when there is none.</summary>
    public static string? SecretOf(HttpRequest request)
    {
        var parts = request.Headers.Authorization.ToString().Split(' ', 2);
        if (parts.Length < 2)
        {
            return null;
        }

        if (!parts[0].Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return parts[1];
        }

        var pair = new byte[parts[1].Length];
        return Convert.TryFromBase64String(parts[1], pair, out var length)
            ? Encoding.UTF8.GetString(pair, 0, length).Split(':', 2)[^1]
            : null;
    }

    private static async Task<JsonElement> BodyAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content);
        if (content.Length == 0)
        {
            return default;
        }

        try
        {
            return JsonDocument.Parse(content.ToArray()).RootElement;
        }
        catch (JsonException)
        {
            throw new GitHubError(400, "Problems parsing JSON");
        }
    }

    private GitHubAnswer Answer(
        HttpContext http, GitHubToken token, Right? needed, JsonElement body, Func<GitHubCall, GitHubAnswer> handler)
    {
        var urls = address.Of(http.Request);
        if (needed is null)
        {
            using var call = new GitHubCall(http, token, urls, body, clock.GetUtcNow());
            return handler(call).Written();
        }

        var state = store.Find((string)http.Request.RouteValues["owner"]!, (string)http.Request.RouteValues["repo"]!);
        var right = state is null ? Right.None : token.RightOn(state.Owner, state.Name);
        if (state is null || right == Right.None)
        {
            throw GitHubError.NotFound();
        }

        if (right < needed)
        {
            throw GitHubError.Forbidden();
        }

        using var repositoryCall = new GitHubCall(http, token, urls, body, clock.GetUtcNow()) { State = state };
        GitHubAnswer answer;
        lock (git.LockOf(state.Owner, state.Name))
        {
            // Written under the lock: what a shape is made from is the repository's.
            answer = handler(repositoryCall).Written();
            // Git's objects and references are in Git; whoever follows a branch saves what it changes.
            if (!HttpMethods.IsGet(http.Request.Method) && !IsAboutGit(http.Request))
            {
                store.Save(state);
            }
        }

        foreach (var action in repositoryCall.Afterwards)
        {
            action();
        }

        return answer;
    }

    private async Task WriteAsync(HttpContext http, GitHubToken? token, GitHubAnswer answer)
    {
        var content = answer.Written().Raw!;
        var isUnchanged = false;
        if (answer.Status == 200 && HttpMethods.IsGet(http.Request.Method))
        {
            var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
            http.Response.Headers.ETag = tag;
            http.Response.Headers.CacheControl = "private, max-age=60, s-maxage=60";
            http.Response.Headers.Vary = "Accept, Authorization, Cookie, X-GitHub-OTP";
            isUnchanged = http.Request.Headers.IfNoneMatch.Contains(tag);
        }

        if (token is not null)
        {
            if (!isUnchanged && !http.Request.Path.Value!.EndsWith("/rate_limit", StringComparison.Ordinal))
            {
                limits.Spend(token);
                calls.Add(http.Request);
            }

            var status = limits.Of(token);
            http.Response.Headers["X-RateLimit-Limit"] = status.Limit.ToString(CultureInfo.InvariantCulture);
            http.Response.Headers["X-RateLimit-Remaining"] = status.Remaining.ToString(CultureInfo.InvariantCulture);
            http.Response.Headers["X-RateLimit-Reset"] = status.Reset.ToString(CultureInfo.InvariantCulture);
            http.Response.Headers["X-RateLimit-Used"] = status.Used.ToString(CultureInfo.InvariantCulture);
            http.Response.Headers["X-RateLimit-Resource"] = "core";
        }

        if (answer.Link is not null)
        {
            http.Response.Headers.Link = answer.Link;
        }

        http.Response.StatusCode = isUnchanged ? StatusCodes.Status304NotModified : answer.Status;
        if (isUnchanged || content.Length == 0)
        {
            return;
        }

        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = content.Length;
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static bool IsContent(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && !IsAboutGit(request);

    private static bool IsAboutGit(HttpRequest request) => request.Path.Value!.Contains("/git/", StringComparison.Ordinal);
}
