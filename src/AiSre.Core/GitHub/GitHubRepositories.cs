using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace AiSre.GitHub;

/// <summary>The repositories that AiSre has a token for.</summary>
public sealed class GitHubRepositories : IDisposable
{
    /// <summary>Trees and files never change under their SHA; what is kept of them in memory, in bytes.</summary>
    private const long CacheSize = 64L << 20;

    private readonly ConcurrentDictionary<RepositoryAddress, GitHubRepository> repositories = [];
    private readonly MemoryCache objects = new(new MemoryCacheOptions { SizeLimit = CacheSize });
    private readonly List<GitHubHost> hosts;
    private readonly GitHubOptions options;

    public GitHubRepositories(IOptions<GitHubOptions> options, TimeProvider clock)
    {
        this.options = options.Value;
        hosts = [.. this.options.AllHosts().Select(host => new GitHubHost(host.Prefix, host.Host, this.options.Timeout, clock))];
    }

    /// <summary>The repository that an application's <c>repoURL</c> names.</summary>
    /// <exception cref="ProblemException">It is no GitHub address, or its host is not configured.</exception>
    public GitHubRepository For(string repoUrl)
    {
        var address = RepositoryAddress.Parse(repoUrl);
        var host = hosts.Find(candidate => candidate.Serves(address)) ?? throw new ProblemException(
            $"AiSre has no token for {address.Host}, where the repository {address.FullName} is; add the host to {GitHubOptions.Section}:{nameof(GitHubOptions.Hosts)}.");
        return repositories.GetOrAdd(address, _ => new GitHubRepository(address, host, options, objects));
    }

    /// <summary>Frees the caches.</summary>
    public void Dispose() => objects.Dispose();
}
