namespace AiSre.GitHub;

/// <summary>The files of one repository at one commit.</summary>
/// <remarks>Two implementations: over GitHub's API, and in memory for tests and back-tests.</remarks>
public interface IRepositoryTree
{
    /// <summary>The commit.</summary>
    string Sha { get; }

    /// <summary>Every file, by path from the root with slashes, in ordinal order. Symbolic links and submodules are not listed.</summary>
    IReadOnlyList<RepositoryFile> Files { get; }

    /// <summary>A file's text as UTF-8, byte order mark kept as U+FEFF.</summary>
    /// <exception cref="ProblemException">The file is not there, is too large, is not UTF-8, or GitHub does not answer.</exception>
    Task<string> ReadAsync(string path, CancellationToken cancellationToken);
}

/// <param name="Path">Path from the root, with slashes.</param>
/// <param name="Size">Bytes.</param>
public sealed record RepositoryFile(string Path, long Size)
{
    /// <summary>The blob: equal texts have the same, and what it names never changes. Null where Git does not hold the file.</summary>
    public string? Sha { get; init; }
}
