using System.Collections.Immutable;

namespace AiSre.GitHub.Standing;

/// <summary>Tells what keeps a pull request from being merged, from what GitHub shows of it. Pure.</summary>
internal static class MergeWaits
{
    /// <summary>What is in the way, the most pressing first.</summary>
    /// <param name="facts">What GitHub shows.</param>
    /// <param name="owners">Who owns the files that it changes.</param>
    public static ImmutableArray<MergeWait> Of(MergeFacts facts, ImmutableArray<FileOwners> owners)
    {
        var waits = Told(facts, owners).OrderBy(wait => wait.Kind).ToImmutableArray();
        // GitHub alone knows who may review and what else is asked for, so its own verdict has the last word.
        return facts.State switch
        {
            "unknown" when waits.IsEmpty => [new(MergeWaitKind.NotKnownYet, "GitHub is working out whether it can be merged.")],
            "blocked" when waits.IsEmpty => [new(MergeWaitKind.Other, $"GitHub does not merge it yet and does not tell AiSre why; the pull request's page says what {facts.Base} asks for.")],
            _ => waits,
        };
    }

    private static IEnumerable<MergeWait> Told(MergeFacts facts, ImmutableArray<FileOwners> owners)
    {
        if (facts.State == "dirty")
        {
            yield return new(MergeWaitKind.Conflict, $"It conflicts with what {facts.Base} says now.");
        }

        if (facts.IsDraft)
        {
            yield return new(MergeWaitKind.Draft, "It is a draft, since not everything could be proven; approving it here makes it ready.");
        }

        foreach (var review in facts.Reviews.Where(review => review.Verdict == ReviewVerdict.ChangesRequested))
        {
            yield return new(MergeWaitKind.ChangesRequested, $"{review.By} asked for changes; it is merged once they approve or their review is dismissed.");
        }

        foreach (var wait in Checks(facts))
        {
            yield return wait;
        }

        // Whether those who approved may, only GitHub knows: with nothing else in the way, their approvals did not count.
        var approvals = facts.Reviews.Count(review => review.Verdict == ReviewVerdict.Approved);
        var missing = Math.Max(facts.Rules.Approvals, facts.Rules.NeedsCodeOwners ? 1 : 0) - approvals;
        var names = Names(owners);
        if (missing > 0)
        {
            yield return new(MergeWaitKind.Review, facts.Rules.NeedsCodeOwners && names.Length > 0
                ? $"It waits for {Count(missing, "approving review")}, by the code owners too: {names}."
                : $"It waits for {Count(missing, "approving review")}.");
        }
        else if (facts.State == "blocked" && facts.Rules.NeedsCodeOwners && names.Length > 0)
        {
            yield return new(MergeWaitKind.Review, $"It may wait for an approving review by the code owners: {names}.");
        }

        if (facts.State == "blocked" && facts.Rules.NeedsResolvedConversations)
        {
            yield return new(MergeWaitKind.Conversation, "Comments on its code have to be resolved first.");
        }

        if (facts.State == "behind")
        {
            yield return new(MergeWaitKind.Behind, $"{facts.Base} has moved and takes only what was tested on top of it.");
        }

        if (facts.Rules.HasQueue)
        {
            yield return new(MergeWaitKind.Queue, $"{facts.Base} is merged through GitHub's merge queue; after the approval AiSre puts it there.");
        }
    }

    private static IEnumerable<MergeWait> Checks(MergeFacts facts)
    {
        foreach (var name in facts.Rules.Checks)
        {
            var wait = facts.Checks.FirstOrDefault(check => check.Name == name) switch
            {
                { Outcome: CheckOutcome.Failed } => new MergeWait(MergeWaitKind.FailedCheck, $"The required check {name} failed."),
                { Outcome: CheckOutcome.Running } => new MergeWait(MergeWaitKind.PendingCheck, $"It waits for the required check {name}, which is running."),
                null => new MergeWait(MergeWaitKind.PendingCheck, $"It waits for the required check {name}, which nobody has reported yet."),
                _ => null,
            };
            if (wait is not null)
            {
                yield return wait;
            }
        }
    }

    private static string Names(ImmutableArray<FileOwners> owners) =>
        string.Join(", ", owners.SelectMany(file => file.Owners).Distinct(StringComparer.OrdinalIgnoreCase));

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}

/// <summary>What GitHub shows of an open pull request.</summary>
/// <param name="State">Its <c>mergeable_state</c>: clean, blocked, behind, dirty, draft, unstable, has_hooks, unknown.</param>
/// <param name="IsDraft">Whether it is a draft.</param>
/// <param name="Base">The branch that it is for.</param>
/// <param name="Rules">What that branch asks for.</param>
/// <param name="Reviews">Each reviewer's last word.</param>
/// <param name="Checks">The checks and statuses of its head, the newest of each name.</param>
internal sealed record MergeFacts(
    string State, bool IsDraft, string Base, BranchRules Rules, ImmutableArray<PullRequestReview> Reviews, ImmutableArray<CheckState> Checks);

/// <summary>How a check or a status stands.</summary>
internal sealed record CheckState(string Name, CheckOutcome Outcome);

internal enum CheckOutcome
{
    Running,
    Succeeded,
    Failed,
}
