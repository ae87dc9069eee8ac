using Microsoft.Extensions.Caching.Memory;

namespace AiSre.GitHub;

/// <summary>Lists a commit's files; walks folder by folder where GitHub cuts the whole list short.</summary>
/// <remarks>GitHub cuts at 100,000 entries or 7 MB: https://docs.github.com/en/rest/git/trees#get-a-tree.</remarks>
internal sealed class GitHubTreeReader(RepositoryAddress address, GitHubHost host, IMemoryCache cache)
{
    /// <summary>What an entry takes in memory, about.</summary>
    private const int EntrySize = 300;

    /// <summary>A listing that GitHub cuts is asked for folder by folder; whoever has more folders than this could use up an hour's calls.</summary>
    private const int MostCalls = 400;

    private const int MostFiles = 500_000;

    private readonly SharedReads<GitHubTree> trees = new();
    private readonly SharedReads<string> files = new();

    /// <summary>Reads a commit's files, or takes them from memory. Whoever asks for what is being read waits for the same answer.</summary>
    public async Task<GitHubTree> ReadAsync(string sha, CancellationToken cancellationToken)
    {
        var key = (nameof(GitHubTree), address, sha);
        if (cache.TryGetValue<GitHubTree>(key, out var known))
        {
            return known!;
        }

        return await trees.ReadAsync(sha, () => ReadWholeAsync(sha, key), cancellationToken);
    }

    private async Task<GitHubTree> ReadWholeAsync(string sha, object key)
    {
        var entries = new List<GitHubTree.Entry>();
        var root = await AddAsync(entries, sha, "", new Budget());
        entries.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        var tree = new GitHubTree(sha, root, entries, address, host, cache, files);
        cache.Set(key, tree, new MemoryCacheEntryOptions { Size = (entries.Count + 1) * EntrySize });
        return tree;
    }

    // The SHA of the tree itself, also where that of its commit was asked for.
    private async Task<string> AddAsync(List<GitHubTree.Entry> entries, string sha, string prefix, Budget budget)
    {
        Spend(budget, entries);
        var subject = $"list the files of {address.FullName} at {GitHubTree.Short(sha)}";
        var answer = await host.CallAsync(
            client => client.Git.Tree.GetRecursive(address.Owner, address.Name, sha), subject, address.FullName, CancellationToken.None);
        if (!answer.Truncated)
        {
            entries.AddRange(FilesOf(answer, prefix));
            return answer.Sha;
        }

        Spend(budget, entries);
        var folder = await host.CallAsync(
            client => client.Git.Tree.Get(address.Owner, address.Name, sha), subject, address.FullName, CancellationToken.None);
        if (folder.Truncated)
        {
            throw new ProblemException(
                $"The folder '{prefix}' of {address.FullName} has more files than GitHub lists, so AiSre cannot work on it; split the folder.");
        }

        entries.AddRange(FilesOf(folder, prefix));
        foreach (var inner in folder.Tree.Where(item => item.Type.StringValue == "tree"))
        {
            await AddAsync(entries, inner.Sha, $"{prefix}{inner.Path}/", budget);
        }

        return answer.Sha;
    }

    private void Spend(Budget budget, List<GitHubTree.Entry> entries)
    {
        if (++budget.Calls > MostCalls || entries.Count > MostFiles)
        {
            throw new ProblemException(
                $"{address.FullName} has {(entries.Count > MostFiles ? $"more than {MostFiles} files" : $"so many files in so many folders that GitHub lists them only by more than {MostCalls} calls")}, so AiSre does not work on it; keep configuration in a repository of its own.");
        }
    }

    // Git itself makes no such names, but whoever writes objects by hand may: they would lead elsewhere on a disk.
    private static bool IsPlain(string path) => path.Split('/').All(part => part is not ("" or "." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase)) && !path.Contains('\0', StringComparison.Ordinal);

    private static IEnumerable<GitHubTree.Entry> FilesOf(Octokit.TreeResponse answer, string prefix) =>
        answer.Tree
            .Where(item => item.Type.StringValue == "blob" && item.Mode is "100644" or "100755" && IsPlain(item.Path))
            .Select(item => new GitHubTree.Entry(prefix + item.Path, item.Mode, item.Sha, item.Size));

    private sealed class Budget
    {
        public int Calls { get; set; }
    }
}
