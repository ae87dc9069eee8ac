using System.Globalization;
using System.Text.Json;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Http;

/// <summary>One request, with whom it is from and what it is about. Handlers run under the repository's lock.</summary>
internal sealed class GitHubCall(HttpContext http, GitHubToken caller, GitHubUrls urls, JsonElement body, DateTimeOffset now) : IDisposable
{
    private readonly List<Action> afterwards = [];
    private Repository? git;

    public HttpContext Http { get; } = http;

    public GitHubToken Caller { get; } = caller;

    public GitHubUrls Urls { get; } = urls;

    public DateTimeOffset Now { get; } = now;

    public JsonElement Body { get; } = body;

    /// <summary>What the repository's JSON file keeps. Only for routes with an owner and a name.</summary>
    public RepositoryState State { get; init; } = null!;

    /// <summary>The bare repository. Only for routes with an owner and a name.</summary>
    public Repository Git => git ??= new Repository(State.GitPath);

    /// <summary>What has to happen when the lock is free again: telling others.</summary>
    public IReadOnlyList<Action> Afterwards => afterwards;

    public void After(Action action) => afterwards.Add(action);

    public string Route(string name) => Uri.UnescapeDataString(Http.Request.RouteValues[name]?.ToString() ?? "");

    public int RouteNumber(string name) =>
        int.TryParse(Route(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw GitHubError.NotFound();

    public string? Query(string name) =>
        Http.Request.Query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    public int? QueryNumber(string name) =>
        int.TryParse(Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The media type by which the caller wants this form of GitHub's: <c>raw</c>, <c>diff</c>, <c>sha</c>; null when it does not.</summary>
    public string? Accepts(string kind) =>
        Http.Request.Headers.Accept.ToString().Split(',', ';').Select(type => type.Trim()).FirstOrDefault(type =>
            type.StartsWith("application/vnd.github", StringComparison.Ordinal)
            && (type.EndsWith($".{kind}", StringComparison.Ordinal) || type.EndsWith($".{kind}+json", StringComparison.Ordinal)));

    public bool Has(string field) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(field, out _);

    /// <summary>A text of the body; null when it is missing or null.</summary>
    public string? Text(string field) => Field(field) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public bool? Flag(string field) => Field(field) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    public JsonElement? Field(string field) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(field, out var value) ? value : null;

    /// <summary>A text that has to be there.</summary>
    public string Required(string field) =>
        Text(field) ?? throw new GitHubError(422, $"Invalid request.\n\n\"{field}\" wasn't supplied.");

    /// <summary>The texts of an array; also where GitHub accepts the bare array as the whole body.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        var array = Body.ValueKind == JsonValueKind.Array ? Body : Field(field);
        return array is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
    }

    /// <summary>A pull request that the route names.</summary>
    public PullRequestState PullRequest(string route = "number") =>
        State.PullRequests.Find(candidate => candidate.Number == RouteNumber(route)) ?? throw GitHubError.NotFound();

    /// <summary>What a branch, a tag, <c>owner:branch</c> or a SHA names; null when nothing.</summary>
    public Commit? Commit(string name)
    {
        var own = name.StartsWith($"{State.Owner}:", StringComparison.OrdinalIgnoreCase) ? name[(State.Owner.Length + 1)..] : name;
        return GitReferences.Find(Git, own);
    }

    public void Dispose() => git?.Dispose();
}
