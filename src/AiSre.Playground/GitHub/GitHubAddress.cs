using AiSre.Playground.GitHub.Shapes;

namespace AiSre.Playground.GitHub;

/// <summary>The address for links where no request tells one, as in webhooks.</summary>
internal sealed class GitHubAddress(GitHubOptions options)
{
    private volatile GitHubUrls latest = new(options.Address ?? new Uri("http://localhost/"));

    public GitHubUrls Urls => options.Address is { } address ? new GitHubUrls(address) : latest;

    /// <summary>The address a caller used, unless one is configured.</summary>
    public GitHubUrls Of(HttpRequest request) =>
        options.Address is not null ? Urls : latest = new GitHubUrls(new Uri($"{request.Scheme}://{request.Host}/"));
}
