using System.Text.RegularExpressions;
using AiSre.Remediation.Sources;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>Repositories in memory: the application's own under every address that no other one has.</summary>
internal sealed partial class MemoryTrees : ISourceTrees
{
    private readonly Dictionary<string, MemoryTree> _others = new(StringComparer.Ordinal);

    public MemoryTree Main { get; } = new();

    /// <summary>Another repository.</summary>
    public MemoryTree this[string url]
    {
        get
        {
            if (!_others.TryGetValue(url, out var tree))
            {
                _others.Add(url, tree = new MemoryTree());
            }

            return tree;
        }
    }

    public Task<SourceTree> OpenAsync(string repositoryUrl, string revision, CancellationToken cancellationToken) => Task.FromResult(new SourceTree(
        repositoryUrl, Commit().IsMatch(revision) ? null : revision is "" or "HEAD" ? "main" : revision, _others.GetValueOrDefault(repositoryUrl, Main)));

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
