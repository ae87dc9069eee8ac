using AiSre.Clusters.Objects;
using AiSre.GitHub;

namespace AiSre.Remediation.Solutions;

/// <summary>A revision that a source of an application is to be pinned to.</summary>
/// <param name="Revision">As the application is to name it: a tag or a commit.</param>
/// <param name="Sha">The commit that this is.</param>
/// <param name="Source">The source as it is now.</param>
/// <param name="Index">Its place among the application's <c>sources</c>; null where it is the only one, <c>source</c>.</param>
/// <param name="Before">The repository as the application is synced to it now.</param>
/// <param name="After">The repository at the revision.</param>
public sealed record PinnedRevision(string Revision, string Sha, ApplicationSource Source, int? Index, IRepositoryTree Before, IRepositoryTree After)
{
    /// <summary>The revision as sentences name it.</summary>
    public string Words => Revision == Sha ? $"commit {Sha[..7]}" : $"{Revision} (commit {Sha[..7]})";
}
