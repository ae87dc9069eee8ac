using AiSre.GitHub;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Solutions;

/// <summary>A repository at a commit with some files changed, new or gone.</summary>
internal sealed class ChangedTree(IRepositoryTree tree, IEnumerable<FileChange> files) : IRepositoryTree
{
    private readonly Dictionary<string, FileChange> _changed = files.ToDictionary(file => file.Path, StringComparer.Ordinal);

    public string Sha => tree.Sha;

    public IReadOnlyList<RepositoryFile> Files =>
    [
        .. tree.Files.Where(file => !_changed.ContainsKey(file.Path))
            .Concat(_changed.Values.Where(file => !file.IsRemoved).Select(file => new RepositoryFile(file.Path, file.After.Length)))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    public Task<string> ReadAsync(string path, CancellationToken cancellationToken) =>
        _changed.TryGetValue(path, out var file) ? Task.FromResult(file.After) : tree.ReadAsync(path, cancellationToken);
}
