using System.Collections.Immutable;

namespace AiSre.GitHub.Standing;

/// <summary>How an open pull request stands on GitHub: what keeps it from being merged, and who said what about it.</summary>
/// <param name="Waits">What is in the way of a merge, the most pressing first; empty when GitHub would merge it now.</param>
/// <param name="Reviews">Each reviewer's last word about it, oldest first.</param>
/// <param name="IsDraft">Whether it is a draft.</param>
/// <param name="AutoMergeBy">Who told GitHub to merge it as soon as nothing is in the way any more; null when nobody did.</param>
public sealed record PullRequestStanding(ImmutableArray<MergeWait> Waits, ImmutableArray<PullRequestReview> Reviews, bool IsDraft, string? AutoMergeBy)
{
    public bool Equals(PullRequestStanding? other) =>
        other is not null && IsDraft == other.IsDraft && AutoMergeBy == other.AutoMergeBy && Waits.SequenceEqual(other.Waits) && Reviews.SequenceEqual(other.Reviews);

    public override int GetHashCode() => HashCode.Combine(Waits.Length, Reviews.Length, IsDraft, AutoMergeBy);
}

/// <summary>One thing that a merge waits for.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Sentence">What exactly, and who can do something about it.</param>
public sealed record MergeWait(MergeWaitKind Kind, string Sentence);

/// <summary>What a merge can wait for.</summary>
public enum MergeWaitKind
{
    /// <summary>It contradicts what the base branch says now.</summary>
    Conflict,

    /// <summary>A reviewer wants it otherwise.</summary>
    ChangesRequested,

    /// <summary>A required check found something.</summary>
    FailedCheck,

    /// <summary>It is a draft.</summary>
    Draft,

    /// <summary>Approving reviews are missing.</summary>
    Review,

    /// <summary>A required check has not ended.</summary>
    PendingCheck,

    /// <summary>Comments on the code are to be resolved first.</summary>
    Conversation,

    /// <summary>The base branch has moved and takes only what was tested on top of it.</summary>
    Behind,

    /// <summary>The base branch is merged through a queue.</summary>
    Queue,

    /// <summary>GitHub works it out at this moment.</summary>
    NotKnownYet,

    /// <summary>GitHub does not tell AiSre.</summary>
    Other,
}

/// <summary>A reviewer's last word about a pull request.</summary>
/// <param name="By">The login.</param>
/// <param name="Verdict">What they said.</param>
/// <param name="Text">Their words; may be empty.</param>
/// <param name="CommitSha">The head that they looked at.</param>
/// <param name="At">When.</param>
public sealed record PullRequestReview(string By, ReviewVerdict Verdict, string Text, string CommitSha, DateTimeOffset At);

public enum ReviewVerdict
{
    Approved,
    ChangesRequested,
}

/// <summary>Where a pull request is in a merge queue.</summary>
/// <param name="Position">From 1, which is next.</param>
/// <param name="State">GitHub's word for what is done with it: <c>QUEUED</c>, <c>AWAITING_CHECKS</c>, <c>MERGEABLE</c>, <c>UNMERGEABLE</c>, <c>LOCKED</c>.</param>
public sealed record QueuePlace(int Position, string State);
