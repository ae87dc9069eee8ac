using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace AiSre.GitHub;

/// <summary>A commit's files, read through GitHub's API when asked for and kept by their SHA.</summary>
internal sealed class GitHubTree(
    string sha, string root, IReadOnlyList<GitHubTree.Entry> entries, RepositoryAddress address, GitHubHost host, IMemoryCache cache,
    SharedReads<string> reads) : IRepositoryTree
{
    /// <summary>No configuration file is larger; a repository's other files are no business of AiSre's.</summary>
    private const long LargestFile = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FrozenDictionary<string, Entry> byPath = entries.ToFrozenDictionary(entry => entry.Path, StringComparer.Ordinal);

    public string Sha => sha;

    /// <summary>The SHA of the tree of the commit, to build others on.</summary>
    public string RootSha => root;

    public IReadOnlyList<RepositoryFile> Files { get; } = [.. entries.Select(entry => new RepositoryFile(entry.Path, entry.Size) { Sha = entry.Sha })];

    /// <summary>Git's mode of a file: <c>100755</c> when it is executable, <c>100644</c> otherwise and when it is not there.</summary>
    public string ModeOf(string path) => byPath.GetValueOrDefault(path)?.Mode ?? "100644";

    public async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = byPath.GetValueOrDefault(path) ?? throw new ProblemException(
            $"{address.FullName} has no file {path} at {Short(sha)}; check the path that the application or runbook names.");
        Refuse(path, file.Size);

        var key = (address, file.Sha);
        if (cache.TryGetValue<string>(key, out var known))
        {
            return known!;
        }

        return await reads.ReadAsync(file.Sha, () => ReadBlobAsync(file, key), cancellationToken);
    }

    private async Task<string> ReadBlobAsync(Entry file, object key)
    {
        var blob = await host.CallAsync(
            client => client.Git.Blob.Get(address.Owner, address.Name, file.Sha),
            $"read {file.Path} of {address.FullName}", address.FullName, CancellationToken.None);
        var content = Convert.FromBase64String(blob.Content);
        Refuse(file.Path, content.Length);
        var text = Decode(file.Path, content);
        cache.Set(key, text, new MemoryCacheEntryOptions { Size = (2 * text.Length) + 256 });
        return text;
    }

    /// <summary>The first characters of a SHA, as people write it.</summary>
    internal static string Short(string sha) => sha.Length > 7 ? sha[..7] : sha;

    private void Refuse(string path, long size)
    {
        if (size > LargestFile)
        {
            throw new ProblemException(
                $"The file {path} of {address.FullName} has {size >> 10} KiB, and AiSre edits none over {LargestFile >> 10} KiB; split it or change it by hand.");
        }
    }

    private string Decode(string path, byte[] content)
    {
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ProblemException(
                $"The file {path} of {address.FullName} is not UTF-8 text, so AiSre cannot edit it; save it as UTF-8 or change it by hand.",
                innerException: exception);
        }
    }

    /// <param name="Path">Path from the root.</param>
    /// <param name="Mode"><c>100644</c> or <c>100755</c>.</param>
    /// <param name="Sha">The blob.</param>
    /// <param name="Size">Bytes.</param>
    internal sealed record Entry(string Path, string Mode, string Sha, long Size);
}
