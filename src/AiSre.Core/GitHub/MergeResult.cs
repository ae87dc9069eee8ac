using AiSre.GitHub.Standing;

namespace AiSre.GitHub;

/// <summary>What came of asking GitHub to merge a pull request.</summary>
public abstract record MergeResult
{
    private MergeResult()
    {
    }

    /// <param name="Sha">The commit on the base branch.</param>
    public sealed record Merged(string Sha) : MergeResult;

    /// <summary>It was merged before this call: by an earlier try whose answer was lost, or by somebody else.</summary>
    /// <param name="Sha">The commit on the base branch.</param>
    /// <param name="HeadSha">The head that was merged, which need not be the one that was asked for.</param>
    /// <param name="By">The login of who merged it, when GitHub tells.</param>
    public sealed record AlreadyMerged(string Sha, string HeadSha, string? By) : MergeResult;

    /// <summary>Somebody pushed to the branch; nothing was merged.</summary>
    /// <param name="ActualSha">The commit that the branch points to.</param>
    public sealed record HeadMoved(string ActualSha) : MergeResult;

    /// <summary>Nothing was merged yet: something that others do, or a queue, is waited for.</summary>
    /// <param name="Standing">How the pull request stands.</param>
    public sealed record Waits(PullRequestStanding Standing) : MergeResult;

    /// <summary>GitHub refuses: conflicts, a failed check, a protected branch. Nothing was merged.</summary>
    /// <param name="Reason">GitHub's words, in one sentence.</param>
    public sealed record NotMergeable(string Reason) : MergeResult;

    /// <summary>Somebody closed it without merging.</summary>
    /// <param name="By">The login of who closed it, when GitHub tells.</param>
    public sealed record Closed(string? By) : MergeResult;
}
