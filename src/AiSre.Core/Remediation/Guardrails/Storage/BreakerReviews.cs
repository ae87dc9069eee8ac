using System.Collections.Immutable;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>People's reviews of what opened a breaker.</summary>
public sealed class BreakerReviews(IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock)
{
    /// <summary>Notes that somebody looked at what had failed: one change at a time may then try again.</summary>
    /// <param name="key">Which breaker.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">What was found; must not be blank.</param>
    /// <param name="cancellationToken">Gives up; nothing is noted then.</param>
    /// <exception cref="ProblemException">No reason is given.</exception>
    public async Task ReviewAsync(BreakerKey key, string by, string reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException("Say what the review found; it is kept beside what failed.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new BreakerReview { Id = Guid.CreateVersion7(), Kind = key.Kind, Name = key.Name, By = by, Reason = reason.Trim(), At = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The reviews of a breaker, the last first.</summary>
    public async Task<ImmutableArray<BreakerReview>> ListAsync(BreakerKey key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
        [
            .. await db.Set<BreakerReview>().AsNoTracking()
                .Where(review => review.Kind == key.Kind && review.Name == key.Name).OrderByDescending(review => review.At).ToListAsync(cancellationToken),
        ];
    }
}
