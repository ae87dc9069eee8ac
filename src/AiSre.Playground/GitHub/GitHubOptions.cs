using AiSre.Playground.GitHub.Apps;

namespace AiSre.Playground.GitHub;

/// <summary>How the playground's GitHub behaves.</summary>
public sealed class GitHubOptions
{
    /// <summary>
    /// Where a browser finds it, for the links in answers and webhooks. Null: the address that the last caller used.
    /// </summary>
    public Uri? Address { get; set; }

    /// <summary>Who may do what. A login without a token is an organization or a person who only owns something.</summary>
    public IList<GitHubToken> Tokens { get; } = [];

    /// <summary>GitHub Apps.</summary>
    public IList<GitHubApp> Apps { get; } = [];

    /// <summary>Webhooks that every repository has, besides those made over the API.</summary>
    public IList<GitHubWebhookOptions> Webhooks { get; } = [];

    /// <summary>Calls per token and hour, as on github.com.</summary>
    public int RateLimit { get; set; } = 5000;

    /// <summary>
    /// Content-creating calls per token and minute before GitHub speaks of a secondary limit; github.com allows about 80.
    /// Null switches the limit off.
    /// </summary>
    public int? SecondaryRateLimit { get; set; }

    /// <summary>Entries of a tree that GitHub lists at once; it cuts longer trees short and says so.</summary>
    public int LongestTree { get; set; } = 100_000;

    /// <summary>How long a pull request is in a merge queue before it is merged.</summary>
    public TimeSpan MergeQueueDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Whether the checks of the merge queue fail, which takes pull requests out of it again.</summary>
    public bool MergeQueueFails { get; set; }

    /// <summary>How long GitHub takes to find out whether a pull request merges; until then it says null.</summary>
    public TimeSpan MergeabilityDelay { get; set; } = TimeSpan.FromMilliseconds(20);
}

/// <summary>A personal access token.</summary>
/// <param name="Secret">What callers send.</param>
/// <param name="Login">Whose token it is.</param>
/// <param name="Rights">By <c>owner/name</c>, <c>owner/*</c> or <c>*</c>; the most exact one counts, and none means none.</param>
public sealed record GitHubToken(string Secret, string Login, IReadOnlyDictionary<string, Right> Rights)
{
    /// <summary>A token with the same rights on every repository.</summary>
    public GitHubToken(string secret, string login, Right everywhere)
        : this(secret, login, new Dictionary<string, Right> { ["*"] = everywhere })
    {
    }

    /// <summary>It is a GitHub App's installation token, the only kind that may write check runs.</summary>
    public bool IsApp { get; init; }

    /// <summary>It is what an app signed itself, good for the app's own routes only.</summary>
    internal GitHubApp? SignedBy { get; init; }

    internal Right RightOn(string owner, string name) =>
        Rights.TryGetValue($"{owner}/{name}", out var right)
        || Rights.TryGetValue($"{owner}/*", out right)
        || Rights.TryGetValue("*", out right)
            ? right
            : Right.None;
}

/// <summary>What a token may do in a repository; each includes the ones before.</summary>
public enum Right
{
    /// <summary>Not even see it.</summary>
    None,
    Read,
    Write,

    /// <summary>Also its webhooks.</summary>
    Admin,
}

/// <summary>A webhook.</summary>
/// <param name="Url">Where to post.</param>
/// <param name="Secret">What to sign with; null signs nothing.</param>
/// <param name="Events">Which events; empty means all.</param>
public sealed record GitHubWebhookOptions(Uri Url, string? Secret, params IReadOnlyList<string> Events);
