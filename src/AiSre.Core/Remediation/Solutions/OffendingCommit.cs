using AiSre.Clusters.Objects;
using AiSre.GitHub;

namespace AiSre.Remediation.Solutions;

/// <summary>The commit that a fault came with, as its repository has it.</summary>
/// <param name="Changes">The commit and what it changed.</param>
/// <param name="Before">The repository at the commit before.</param>
/// <param name="After">The repository at the commit.</param>
public sealed record OffendingCommit(CommitChanges Changes, IRepositoryTree Before, IRepositoryTree After)
{
    /// <summary>The source of the application that it belongs to.</summary>
    public required ApplicationSource Source { get; init; }

    /// <summary>The commits that changed a file after it, seen from the head of the branch, newest first.</summary>
    public required Func<string, CancellationToken, Task<IReadOnlyList<RepositoryCommit>>> LaterOf { get; init; }

    /// <summary>The first digits of its SHA.</summary>
    public string ShortSha => Short(Changes.Commit.Sha);

    /// <summary>A commit as sentences name it: <c>1234567 “Release 1.2”</c>.</summary>
    public static string Name(RepositoryCommit commit) => $"{Short(commit.Sha)} “{commit.Message.Split('\n')[0].Trim()}”";

    private static string Short(string sha) => sha.Length > 7 ? sha[..7] : sha;
}
