using AiSre.Data;
using AiSre.GitHub.Standing;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Decisions;

/// <summary>Takes reviews on GitHub for decisions, where they are by people who may decide here and about the very commit that is to be decided about.</summary>
internal sealed class ReviewDecisions(IDbContextFactory<AiSreDbContext> contexts, DecisionRules rules, DecisionCommand command)
{
    /// <summary>Decides what reviewers have said since the last look; what was taken over once is not taken again.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="reviews">Each reviewer's last word.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task TakeOverAsync(Proposal proposal, IEnumerable<PullRequestReview> reviews, CancellationToken cancellationToken)
    {
        foreach (var review in reviews.Where(review => review.CommitSha == proposal.HeadSha))
        {
            if (rules.PersonOf(review.By) is { } person && !await IsTakenAsync(proposal, person, review, cancellationToken))
            {
                // GitHub lets nobody ask for changes without a text, but a script may have written blanks.
                var wish = review.Verdict == ReviewVerdict.Approved
                    ? new DecisionWish(Verdict.Approve, person, string.IsNullOrWhiteSpace(review.Text) ? null : review.Text.Trim())
                    : new DecisionWish(Verdict.Reject, person, string.IsNullOrWhiteSpace(review.Text) ? "Changes requested in a review on GitHub." : review.Text.Trim());
                await command.DecideAsync(proposal.IncidentId, await FingerprintAsync(proposal, cancellationToken), wish with { Channel = DecisionChannel.Review }, cancellationToken);
            }
        }
    }

    // GitHub shows the commit only, so a review is about everything else as it is when it is taken over.
    private async Task<ProposalFingerprint> FingerprintAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.FingerprintAsync(proposal, cancellationToken))!;
    }

    // Also what has become void: the same review must not approve again what it was refused for.
    private async Task<bool> IsTakenAsync(Proposal proposal, string person, PullRequestReview review, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Decision>().AnyAsync(
            decision => decision.ProposalId == proposal.Id && decision.By == person && decision.HeadSha == review.CommitSha && decision.At >= review.At, cancellationToken);
    }
}
