using AiSre.Playground.Git;
using LibGit2Sharp;

namespace AiSre.Playground.GitOps.Sources;

/// <summary>Reads the playground's repositories by the addresses that applications name.</summary>
internal sealed class GitSources(GitRepositories repositories)
{
    /// <summary>The commit that a branch, a tag, a commit's name or HEAD stands for.</summary>
    /// <exception cref="SourceException">There is no such repository or revision.</exception>
    public string Resolve(string repoUrl, string revision)
    {
        var (owner, name) = Locate(repoUrl);
        using var repository = repositories.Open(owner, name);
        try
        {
            return repository.Lookup<Commit>(revision)?.Sha ?? throw Unresolvable(revision);
        }
        catch (LibGit2SharpException error)
        {
            throw new SourceException(Unresolvable(revision).Message, error);
        }
    }

    public IReadOnlyDictionary<string, byte[]> Read(string repoUrl, string sha)
    {
        var (owner, name) = Locate(repoUrl);
        return repositories.ReadTree(owner, name, sha);
    }

    /// <summary>Commits one file to a branch, which is made where there is none.</summary>
    public string Commit(string repoUrl, string branch, string path, string text, string message)
    {
        var (owner, name) = Locate(repoUrl);
        return repositories.Commit(owner, name, branch, new Dictionary<string, string?> { [path] = text }, message, new GitPerson("Argo CD", "argo-cd@argocd.example"));
    }

    private (string Owner, string Name) Locate(string repoUrl)
    {
        if (!Uri.TryCreate(repoUrl, UriKind.Absolute, out var url) || url.Segments.Length < 3)
        {
            throw new SourceException($"rpc error: code = Unknown desc = failed to list refs: repository not found: {repoUrl}");
        }

        var owner = url.Segments[^2].Trim('/');
        var name = url.Segments[^1].Trim('/');
        name = name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name;
        if (!url.IsLoopback)
        {
            throw new SourceException($"rpc error: code = Unknown desc = failed to list refs: Get \"{repoUrl}/info/refs?service=git-upload-pack\": dial tcp: lookup {url.Host} on 10.0.0.2:53: no such host");
        }

        return repositories.Exists(owner, name)
            ? (owner, name)
            : throw new SourceException("rpc error: code = Unknown desc = failed to list refs: repository not found: Repository not found.");
    }

    private static SourceException Unresolvable(string revision) => new($"rpc error: code = Unknown desc = unable to resolve '{revision}' to a commit SHA");
}
