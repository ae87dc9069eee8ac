using Microsoft.Extensions.Options;

namespace AiSre.GitHub;

/// <summary>Finds every mistake of section <c>GitHub</c> at once.</summary>
internal sealed class GitHubOptionsValidator : IValidateOptions<GitHubOptions>
{
    public ValidateOptionsResult Validate(string? name, GitHubOptions options)
    {
        var failures = options.AllHosts().SelectMany(host => FailuresOf(host.Prefix, host.Host)).ToList();
        failures.AddRange(options.AllHosts()
            .Where(host => IsWebAddress(host.Host.Address))
            .GroupBy(host => host.Host.Address.Authority, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group =>
                $"{string.Join(" and ", group.Select(host => host.Prefix))} both name {group.Key}; keep one of them."));
        if (options.Timeout <= TimeSpan.Zero)
        {
            failures.Add($"GitHub:Timeout is {options.Timeout}; give a time such as 00:00:10.");
        }

        if (string.IsNullOrWhiteSpace(options.CommitterName) || !options.CommitterEmail.Contains('@', StringComparison.Ordinal))
        {
            failures.Add("GitHub:CommitterName and GitHub:CommitterEmail must be a name and a mail address; Git refuses commits without.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> FailuresOf(string prefix, GitHubHostOptions host)
    {
        if (!IsWebAddress(host.Address))
        {
            yield return $"{prefix}:BaseAddress is '{host.BaseAddress}'; give the address a browser uses, such as https://github.com/.";
        }

        if (host.WritesPerMinute <= 0)
        {
            yield return $"{prefix}:WritesPerMinute is {host.WritesPerMinute}; give a number from 1, or leave it out.";
        }

        var ways = new Dictionary<string, bool>
        {
            ["Token"] = !string.IsNullOrWhiteSpace(host.Token),
            ["TokenFile"] = !string.IsNullOrWhiteSpace(host.TokenFile),
            ["App"] = host.App is not null,
        };
        var given = ways.Where(way => way.Value).Select(way => $"{prefix}:{way.Key}").ToList();
        if (given.Count == 0)
        {
            yield return $"{prefix} has no token; set {prefix}:Token, {prefix}:TokenFile or {prefix}:App.";
        }

        if (given.Count > 1)
        {
            yield return $"{string.Join(" and ", given)} are set together; keep one of them.";
        }

        if (host.App is { } app && string.IsNullOrWhiteSpace(app.Id))
        {
            yield return $"{prefix}:App:Id is missing; give the app's client id from its settings on GitHub.";
        }

        if (host.App is { } signing && string.IsNullOrWhiteSpace(signing.PrivateKey) == string.IsNullOrWhiteSpace(signing.PrivateKeyFile))
        {
            yield return $"Give the app's private key in one place, {prefix}:App:PrivateKey or {prefix}:App:PrivateKeyFile.";
        }
    }

    private static bool IsWebAddress(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "https" or "http" && address.PathAndQuery == "/";
}
