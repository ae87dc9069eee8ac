using AiSre.GitHub;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Opens repositories at the revisions that applications follow.</summary>
/// <remarks>Two implementations: over GitHub's API, and in memory for tests.</remarks>
public interface ISourceTrees
{
    /// <summary>Opens one.</summary>
    /// <param name="repositoryUrl">As an application names it.</param>
    /// <param name="revision">Branch or commit; empty or <c>HEAD</c> for the default branch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    Task<SourceTree> OpenAsync(string repositoryUrl, string revision, CancellationToken cancellationToken);
}

/// <summary>A repository at the head of a branch, or at a commit.</summary>
/// <param name="Url">As an application names it.</param>
/// <param name="Branch">The branch; null where a commit is followed, which no pull request changes.</param>
/// <param name="Tree">Its files.</param>
public sealed record SourceTree(string Url, string? Branch, IRepositoryTree Tree);

/// <summary>A repository that is read, and perhaps changed.</summary>
/// <param name="Tree">Where it is.</param>
/// <param name="Files">Its files, as far as they were read.</param>
internal sealed record SourceRepository(SourceTree Tree, SourceFiles Files)
{
    /// <summary>How messages name it.</summary>
    public string Name => Tree.Branch is null ? Tree.Url : $"{Tree.Url} at {Tree.Branch}";
}

/// <summary>The repositories that applications are made of, each opened once.</summary>
internal sealed class SourceRepositories(ISourceTrees trees)
{
    private readonly Dictionary<(string Url, string Revision), SourceRepository> _opened = [];

    /// <summary>Opens a repository.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public async Task<SourceRepository> OpenAsync(string url, string revision, CancellationToken cancellationToken)
    {
        var key = (Normal(url), revision is "HEAD" ? "" : revision);
        if (!_opened.TryGetValue(key, out var known))
        {
            var tree = await trees.OpenAsync(url, revision, cancellationToken);

            // HEAD and the name of the default branch are the same, and one change must be seen in both.
            known = _opened.Where(pair => pair.Key.Url == key.Item1 && pair.Value.Tree.Branch == tree.Branch && pair.Value.Tree.Tree.Sha == tree.Tree.Sha).Select(pair => pair.Value).FirstOrDefault()
                ?? new SourceRepository(tree, new SourceFiles(tree.Tree));
            _opened.Add(key, known);
        }

        return known;
    }

    /// <summary>The same repositories, one of them with some files changed.</summary>
    public SourceRepositories With(SourceRepository changed, IEnumerable<KeyValuePair<string, YamlFile>> files)
    {
        var after = new SourceRepositories(trees);
        var replaced = changed with { Files = changed.Files.With(files) };
        foreach (var (key, repository) in _opened)
        {
            after._opened.Add(key, repository == changed ? replaced : repository);
        }

        return after;
    }

    /// <summary>A repository's address as it is compared: with and without <c>.git</c> it is the same.</summary>
    public static string Normal(string url)
    {
        var trimmed = url.Trim().TrimEnd('/');
        return (trimmed.EndsWith(".git", StringComparison.Ordinal) ? trimmed[..^4] : trimmed).ToLowerInvariant();
    }
}
