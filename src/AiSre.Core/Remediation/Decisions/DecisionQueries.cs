using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Decisions;

/// <summary>Which decisions stand.</summary>
internal static class DecisionQueries
{
    /// <summary>The decisions about a proposal that are not void, the oldest first.</summary>
    public static Task<List<Decision>> StandingDecisionsAsync(this AiSreDbContext db, Guid proposalId, CancellationToken cancellationToken) =>
        db.Set<Decision>().Where(decision => decision.ProposalId == proposalId && decision.VoidedBecause == null).OrderBy(decision => decision.At).ToListAsync(cancellationToken);

    /// <summary>Makes void what was decided about a proposal so far.</summary>
    /// <param name="db">The unit of work; the caller saves it.</param>
    /// <param name="proposalId">The proposal.</param>
    /// <param name="because">Why, one sentence.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task VoidDecisionsAsync(this AiSreDbContext db, Guid proposalId, string because, CancellationToken cancellationToken)
    {
        foreach (var decision in await db.StandingDecisionsAsync(proposalId, cancellationToken))
        {
            decision.VoidedBecause = because;
        }
    }
}
