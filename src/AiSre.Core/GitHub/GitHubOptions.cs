namespace AiSre.GitHub;

/// <summary>
/// Section <c>GitHub</c>: one host directly (<c>GitHub:Token</c> and so on), or several under <c>GitHub:Hosts</c>, or both.
/// No host at all is allowed; then AiSre diagnoses and proposes nothing.
/// </summary>
public sealed class GitHubOptions : GitHubHostOptions
{
    public const string Section = "GitHub";

    /// <summary>Further hosts.</summary>
    public IList<GitHubHostOptions> Hosts { get; } = [];

    /// <summary>The name that AiSre's commits carry. With the address and the date it makes a retried commit the same commit.</summary>
    public string CommitterName { get; set; } = "AiSre";

    /// <summary>The mail address that AiSre's commits carry.</summary>
    public string CommitterEmail { get; set; } = "aisre@noreply.invalid";

    /// <summary>How long GitHub may take to answer one call, tries included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Every configured host with the prefix of its settings' names, as the operator wrote them.</summary>
    internal IEnumerable<(string Prefix, GitHubHostOptions Host)> AllHosts()
    {
        if (BaseAddress is not null || Token is not null || TokenFile is not null || App is not null || WebhookSecret is not null)
        {
            yield return (Section, this);
        }

        for (var index = 0; index < Hosts.Count; index++)
        {
            yield return ($"{Section}:{nameof(Hosts)}:{index}", Hosts[index]);
        }
    }
}

/// <summary>One GitHub: github.com or a GitHub Enterprise Server.</summary>
public class GitHubHostOptions
{
    /// <summary>Where a browser finds it: <c>https://github.com/</c> (when not set), <c>https://github.example.com/</c>.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>A token that may read and write contents and pull requests of the repositories.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the token, read at every call, so that a renewed one is used without a restart.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The GitHub App that AiSre is, instead of a token.</summary>
    public GitHubAppOptions? App { get; set; }

    /// <summary>What GitHub signs its webhooks with; without it webhooks of this host are refused and AiSre polls.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>
    /// How many pull requests, comments, labels and reports AiSre writes a minute at most. When not set: 70 on github.com, which allows
    /// about 80 and people may use the same account; any number on an Enterprise Server, which by itself limits nothing.
    /// </summary>
    public int? WritesPerMinute { get; set; }

    /// <summary><see cref="WritesPerMinute"/>, or what fits the host; null for any number.</summary>
    internal int? MostWritesPerMinute => WritesPerMinute ?? (IsGitHubCom ? 70 : null);

    /// <summary>Whether it is github.com or one of its data regions.</summary>
    internal bool IsGitHubCom =>
        Address.Host.Equals("github.com", StringComparison.OrdinalIgnoreCase) || Address.Host.EndsWith(".ghe.com", StringComparison.OrdinalIgnoreCase);

    /// <summary><see cref="BaseAddress"/>, or github.com when it is not set.</summary>
    internal Uri Address => BaseAddress ?? new Uri("https://github.com/");
}

/// <summary>A GitHub App with read and write access to contents, pull requests, checks and commit statuses, installed where Argo CD deploys from.</summary>
public sealed class GitHubAppOptions
{
    /// <summary>Its client id (<c>Iv23…</c>) or its number.</summary>
    public string? Id { get; set; }

    /// <summary>Its private key, PEM.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>A file with the private key, read whenever a token is asked for.</summary>
    public string? PrivateKeyFile { get; set; }
}
