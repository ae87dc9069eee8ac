using System.Text.RegularExpressions;

namespace AiSre.GitHub;

/// <summary>Which repository of which GitHub a <c>repoURL</c> means. Two spellings of one repository are equal.</summary>
public sealed partial record RepositoryAddress
{
    private RepositoryAddress(string host, string owner, string name, bool isOverSsh)
    {
        Host = host;
        Owner = owner;
        Name = name;
        IsOverSsh = isOverSsh;
    }

    /// <summary>Host name with the port where it is not the usual one: <c>github.com</c>, <c>127.0.0.1:8080</c>. SSH ports are left out.</summary>
    public string Host { get; }

    /// <summary>User or organization, spelled as in the address.</summary>
    public string Owner { get; }

    /// <summary>The repository, without <c>.git</c>, spelled as in the address.</summary>
    public string Name { get; }

    /// <summary><c>owner/name</c>.</summary>
    public string FullName => $"{Owner}/{Name}";

    /// <summary>True when the address names Git's SSH server, whose port says nothing about the web server's.</summary>
    internal bool IsOverSsh { get; }

    /// <summary>Reads an address as Argo CD accepts it: https, http, <c>ssh://</c> or <c>git@host:owner/name</c>, with or without <c>.git</c>.</summary>
    /// <returns>Null when it does not name an owner and a repository on a host.</returns>
    public static RepositoryAddress? TryParse(string? repoUrl)
    {
        var text = repoUrl?.Trim() ?? "";
        var match = Url().Match(text);
        match = match.Success ? match : ScpLike().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var scheme = match.Groups["scheme"].Value.ToLowerInvariant();
        var isOverSsh = scheme is "" or "ssh";
        var host = match.Groups["host"].Value.ToLowerInvariant();
        var port = match.Groups["port"].Value;
        // GitHub answers SSH on port 443 under a name of its own.
        host = isOverSsh && host == "ssh.github.com" ? "github.com" : host;
        var isUsualPort = isOverSsh || port is "" || (scheme, port) is ("https", "443") or ("http", "80");
        return new RepositoryAddress(
            isUsualPort ? host : $"{host}:{port}", match.Groups["owner"].Value, match.Groups["name"].Value, isOverSsh);
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="ProblemException">It does not name an owner and a repository on a host.</exception>
    public static RepositoryAddress Parse(string? repoUrl) =>
        TryParse(repoUrl) ?? throw new ProblemException(
            $"'{repoUrl}' is not the address of a GitHub repository; it should read like https://github.com/owner/name.");

    /// <inheritdoc/>
    public bool Equals(RepositoryAddress? other) =>
        other is not null
        && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase)
        && string.Equals(FullName, other.FullName, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode($"{Host}/{FullName}");

    /// <summary><c>host/owner/name</c>.</summary>
    public override string ToString() => $"{Host}/{FullName}";

    [GeneratedRegex(
        @"^(?<scheme>https?|ssh)://([^@/]+@)?(?<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:(?<port>\d+))?/(?<owner>[\w.-]+)/(?<name>[\w.-]+?)(\.git)?/?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"^(?<scheme>)([^@/:]+@)(?<host>[A-Za-z0-9.-]+):/?(?<owner>[\w.-]+)/(?<name>[\w.-]+?)(\.git)?/?$")]
    private static partial Regex ScpLike();
}
