namespace AiSre.GitHub;

/// <summary>A pull request as GitHub had it when it was asked.</summary>
/// <param name="Number">Its number in the repository.</param>
/// <param name="Url">Where a browser shows it.</param>
/// <param name="State">Open, closed without merging, or merged.</param>
/// <param name="Title">Its title.</param>
/// <param name="HeadSha">The newest commit of its branch (the last one it had, when the branch is gone).</param>
/// <param name="HeadRef">Its branch.</param>
/// <param name="BaseRef">The branch it is to be merged into.</param>
/// <param name="MergeSha">The commit on the base branch that contains it; null until merged.</param>
/// <param name="MergedBy">The login of who merged it; null when not merged or not told (lists leave it out).</param>
/// <param name="ClosedBy">The login of who closed it without merging; null when not closed or not told (lists leave it out).</param>
/// <param name="UpdatedAt">When anything about it last changed.</param>
/// <param name="Mergeable">Whether it merges without conflicts; null while GitHub works that out, and in lists.</param>
/// <param name="IsDraft">Whether it is a draft, which GitHub does not merge.</param>
public sealed record PullRequest(
    int Number,
    Uri Url,
    PullRequestStatus State,
    string Title,
    string HeadSha,
    string HeadRef,
    string BaseRef,
    string? MergeSha,
    string? MergedBy,
    string? ClosedBy,
    DateTimeOffset UpdatedAt,
    bool? Mergeable,
    bool IsDraft);

/// <summary>How a pull request stands on GitHub.</summary>
public enum PullRequestStatus
{
    Open,

    /// <summary>Closed without merging.</summary>
    Closed,
    Merged,
}
