using System.Collections.Immutable;
using AiSre.GitHub.Standing;

namespace AiSre.GitHub;

/// <summary>Merging the repository's pull requests.</summary>
public sealed partial class GitHubRepository
{
    /// <summary>What passes by itself, or by what other people do.</summary>
    private static readonly MergeWaitKind[] Patient =
        [MergeWaitKind.Review, MergeWaitKind.PendingCheck, MergeWaitKind.Conversation, MergeWaitKind.Queue, MergeWaitKind.NotKnownYet];

    /// <summary>Merges a pull request if its head is the expected one; asks GitHub how it stands when it refuses.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="expectedHeadSha">The commit that was approved.</param>
    /// <param name="title">The first line of the commit on the base branch.</param>
    /// <param name="owners">Who owns the files that it changes, for the words about what it waits for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ProblemException">GitHub is in the way, or does not know yet whether it can merge.</exception>
    public async Task<MergeResult> MergeAsync(
        int number, string expectedHeadSha, string title, ImmutableArray<FileOwners>? owners = null, CancellationToken cancellationToken = default)
    {
        var repository = await DescribeAsync(cancellationToken);
        var method = PullRequests.MethodFor(repository, []) ?? Octokit.PullRequestMergeMethod.Merge;
        try
        {
            return await MergeAsync(number, expectedHeadSha, title, method, cancellationToken);
        }
        catch (Octokit.ApiException refusal)
        {
            var pullRequest = await GetPullRequestAsync(number, cancellationToken);
            if (EndOf(pullRequest, expectedHeadSha, refusal) is { } end)
            {
                return end;
            }

            // It may be a draft still, and a ruleset of the branch may allow less than the repository does.
            var rules = await RulesAsync(pullRequest.BaseRef, cancellationToken);
            var other = PullRequests.MethodFor(repository, rules.Methods) ?? method;
            if (pullRequest.IsDraft || other != method)
            {
                if (pullRequest.IsDraft)
                {
                    await MarkReadyAsync(number, cancellationToken);
                }

                try
                {
                    return await MergeAsync(number, expectedHeadSha, title, other, cancellationToken);
                }
                catch (Octokit.ApiException second)
                {
                    refusal = second;
                }
            }

            return await WhyNotMergedAsync(pullRequest, owners ?? [], rules, refusal, cancellationToken);
        }
    }

    /// <summary>Whether all that is in the way passes by itself, or by what other people do.</summary>
    public static bool IsPatient(PullRequestStanding standing) => standing.Waits.All(wait => Patient.Contains(wait.Kind));

    private async Task<MergeResult> MergeAsync(int number, string expectedHeadSha, string title, Octokit.PullRequestMergeMethod method, CancellationToken cancellationToken)
    {
        var merge = new Octokit.MergePullRequest { Sha = expectedHeadSha, CommitTitle = title, MergeMethod = method };
        var merged = await CallAsync(
            client => client.PullRequest.Merge(Owner, Name, number, merge),
            $"merge pull request #{number} of {Address.FullName}", cancellationToken,
            answer => (int)answer.StatusCode is 405 or 409);
        return new MergeResult.Merged(merged.Sha);
    }

    /// <summary>What a refused merge comes to when the pull request is not the open one any more that was to be merged; else null.</summary>
    private MergeResult? EndOf(PullRequest pullRequest, string expectedHeadSha, Octokit.ApiException refusal) => pullRequest switch
    {
        { State: PullRequestStatus.Merged } => new MergeResult.AlreadyMerged(pullRequest.MergeSha!, pullRequest.HeadSha, pullRequest.MergedBy),
        { State: PullRequestStatus.Closed } => new MergeResult.Closed(pullRequest.ClosedBy),
        _ when pullRequest.HeadSha != expectedHeadSha => new MergeResult.HeadMoved(pullRequest.HeadSha),
        { Mergeable: null } => throw new ProblemException(
            $"GitHub is still working out whether pull request #{pullRequest.Number} of {Address.FullName} can be merged; AiSre tries again.",
            isTransient: true, innerException: refusal),
        // The base branch moved between GitHub's own check and its merge; the next try is made on the new base.
        { Mergeable: true } when Said(refusal).StartsWith("Base branch was modified", StringComparison.OrdinalIgnoreCase) => throw new ProblemException(
            $"The branch {pullRequest.BaseRef} of {Address.FullName} moved while pull request #{pullRequest.Number} was being merged; AiSre tries again.",
            isTransient: true, innerException: refusal),
        _ => null,
    };

    private async Task<MergeResult> WhyNotMergedAsync(
        PullRequest pullRequest, ImmutableArray<FileOwners> owners, BranchRules rules, Octokit.ApiException refusal, CancellationToken cancellationToken)
    {
        var standing = await StandingAsync(pullRequest.Number, owners, withReviews: false, cancellationToken);
        if (standing.Waits.IsEmpty && rules.HasQueue)
        {
            standing = standing with { Waits = [new MergeWait(MergeWaitKind.Queue, $"{pullRequest.BaseRef} is merged through GitHub's merge queue.")] };
        }

        return !standing.Waits.IsEmpty && IsPatient(standing)
            ? new MergeResult.Waits(standing)
            : new MergeResult.NotMergeable(Said(refusal));
    }

    private static string Said(Octokit.ApiException refusal) => refusal.ApiError?.Message ?? refusal.Message;
}
