using AiSre.GitHub;

namespace AiSre.Runbooks.Sources;

/// <summary>A folder of a repository that runbooks are synced from, as the settings say.</summary>
/// <param name="Repository">The repository's address.</param>
/// <param name="Branch">The branch; null for the default one.</param>
/// <param name="Folder">The folder without slashes around it; empty for the whole repository.</param>
/// <param name="Interval">How often it is looked at.</param>
public sealed record ConfiguredSource(string Repository, string? Branch, string Folder, TimeSpan Interval)
{
    /// <summary>Which repository it is.</summary>
    public RepositoryAddress Address { get; } = RepositoryAddress.Parse(Repository);

    /// <summary>What it is known by, whatever its branch: runbooks stay with their folder when a branch is renamed.</summary>
    public string Key => $"{Address}".ToLowerInvariant() + (Folder.Length == 0 ? "" : $"/{Folder}");

    /// <summary>What people call it: <c>acme/runbooks/platform</c>.</summary>
    public string Name => Address.FullName + (Folder.Length == 0 ? "" : $"/{Folder}");

    /// <summary>Whether a file of the repository is in the folder.</summary>
    public bool Has(string path) => Folder.Length == 0 || path.StartsWith($"{Folder}/", StringComparison.Ordinal);

    /// <summary>Where a new runbook is kept.</summary>
    public string PathFor(string runbookId) => Folder.Length == 0 ? $"{runbookId}.md" : $"{Folder}/{runbookId}.md";

    internal bool Overlaps(ConfiguredSource other) =>
        string.Equals($"{Address}", $"{other.Address}", StringComparison.OrdinalIgnoreCase)
        && ($"{Folder}/".StartsWith(other.Folder.Length == 0 ? "" : $"{other.Folder}/", StringComparison.Ordinal)
            || $"{other.Folder}/".StartsWith(Folder.Length == 0 ? "" : $"{Folder}/", StringComparison.Ordinal));
}
