using System.Text;
using AiSre.GitHub;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>A repository in memory.</summary>
internal sealed class MemoryTree : IRepositoryTree
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    public string Sha => "0123456789abcdef0123456789abcdef01234567";

    /// <summary>The same files, to be changed on their own.</summary>
    public MemoryTree Copy()
    {
        var copy = new MemoryTree();
        foreach (var (path, text) in _files)
        {
            copy[path] = text;
        }

        return copy;
    }

    public void Remove(string path) => _files.Remove(path);

    public IReadOnlyList<RepositoryFile> Files =>
        [.. _files.Select(file => new RepositoryFile(file.Key, Sizes.GetValueOrDefault(file.Key, Encoding.UTF8.GetByteCount(file.Value))))];

    /// <summary>Sizes that differ from those of the texts.</summary>
    public Dictionary<string, long> Sizes { get; } = [];

    /// <summary>Which files were read, in order.</summary>
    public List<string> Read { get; } = [];

    public string this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    public Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Read.Add(path);
        return Task.FromResult(_files[path]);
    }
}
