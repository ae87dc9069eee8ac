using AiSre.GitHub;

namespace AiSre.Remediation.Sources;

/// <summary>Opens repositories over GitHub's API.</summary>
internal sealed class GitHubSourceTrees(GitHubRepositories repositories) : ISourceTrees
{
    private const int ShaLength = 40;

    public async Task<SourceTree> OpenAsync(string repositoryUrl, string revision, CancellationToken cancellationToken)
    {
        var repository = repositories.For(repositoryUrl);
        if (revision.Length == ShaLength && revision.All(char.IsAsciiHexDigit))
        {
            return new SourceTree(repositoryUrl, null, await repository.TreeAsync(revision, cancellationToken));
        }

        var branch = revision is "" or "HEAD" ? await repository.DefaultBranchAsync(cancellationToken) : revision;
        return new SourceTree(repositoryUrl, branch, await repository.TreeAsync(await repository.HeadOfAsync(branch, cancellationToken), cancellationToken));
    }
}
