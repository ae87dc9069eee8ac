using AiSre.Data;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Autonomy;

/// <summary>Asks the guardrails at the moment of a merge, whoever approved it.</summary>
internal sealed class MergePermits(GuardrailEvaluator guardrails, IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>Why nothing may be merged, one sentence; null when it may.</summary>
    /// <exception cref="ProblemException">What the gates need to know cannot be read.</exception>
    public async Task<string?> WhyNotAsync(Proposal proposal, IReadOnlyList<Decision> approvals, CancellationToken cancellationToken)
    {
        if (!approvals.Any(decision => decision.Channel == DecisionChannel.Policy))
        {
            // What is only unclear keeps AiSre from merging by itself; here people have looked.
            return (await guardrails.EvaluateAsync(proposal.Id, cancellationToken)).Result.Prohibition is { } prohibition
                ? $"The guardrails let AiSre merge nothing here: {prohibition}"
                : null;
        }

        if (proposal.IsRevert)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var original = await db.Set<Proposal>().AsNoTracking().SingleAsync(one => one.Id == proposal.RevertOf, cancellationToken);
            return RevertRule.Allows(await guardrails.EvaluateAsync(proposal.Id, cancellationToken), proposal, original) ? null : "The guardrails do not let it be put back without a person any more; decide about it.";
        }

        var (now, reservation) = await guardrails.ReserveAsync(proposal.Id, approvals[^1].HeadSha, cancellationToken);
        return reservation is null ? $"The guardrails do not let it be merged without a person any more: {now.Result.Sentence}" : null;
    }

    /// <summary>Gives back what was reserved for a proposal, since it is not merged.</summary>
    public async Task ReleaseAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var id in await db.Set<GuardrailReservation>().Where(one => one.ProposalId == proposal.Id && one.ReleasedAt == null).Select(one => one.Id).ToListAsync(cancellationToken))
        {
            await guardrails.ReleaseAsync(id, cancellationToken);
        }
    }
}
