using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Remediation.Guardrails.Facts;
using AiSre.Remediation.Guardrails.Format;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>The breakers that failed changes have opened, and people's reviews of what had failed.</summary>
public sealed class Breakers(IDbContextFactory<AiSreDbContext> contexts, GuardrailStore store, TimeProvider clock)
{
    /// <summary>Every breaker that is not closed, open ones first, then by name.</summary>
    public async Task<ImmutableArray<BreakerStanding>> StandingsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var file = (await store.InForceAsync(db, cancellationToken)).File ?? GuardrailFile.None;
        var events = await HistoryFacts.OutcomesAsync(db, cancellationToken);
        var reviews = await db.Set<BreakerReview>().AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. events.GroupBy(one => one.Key).Select(group => Worst(group.Key, [.. group], file) is { State: not BreakerState.Closed } breaker
                    ? new BreakerStanding(group.Key, breaker.State == BreakerState.Open, breaker.Why)
                    {
                        Incidents = [.. group.Where(one => one.Kind == BreakerEventKind.Failed).OrderByDescending(one => one.At).Select(one => one.Incident).OfType<int>().Distinct()],
                        Review = reviews.Where(review => review.Kind == group.Key.Kind && review.Name == group.Key.Name).MaxBy(review => review.At),
                    }
                    : null)
                .OfType<BreakerStanding>()
                .OrderByDescending(standing => standing.IsOpen).ThenBy(standing => standing.Key.Kind).ThenBy(standing => standing.Key.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Notes that somebody looked at what had failed: one change at a time may then try again.</summary>
    /// <param name="seen">The breaker as it was looked at; one that another failure has opened since was not looked at.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">What was found; must not be blank.</param>
    /// <param name="cancellationToken">Gives up; nothing is noted then.</param>
    /// <exception cref="ProblemException">No reason is given, or the breaker stands otherwise than it was seen.</exception>
    public async Task ReviewAsync(BreakerStanding seen, string by, string reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException("Say what the review found; it is kept beside what failed.");
        }

        var now = (await StandingsAsync(cancellationToken)).FirstOrDefault(standing => standing.Key == seen.Key);
        if (now is not { IsOpen: true })
        {
            throw new ProblemException(now?.Review is { } review ? $"{review.By} has reviewed this already: {review.Reason}" : "This breaker is closed by now; there is nothing to review.");
        }

        if (now.Why != seen.Why || !now.Incidents.SequenceEqual(seen.Incidents))
        {
            throw new ProblemException("Another change has failed since you looked; read again what failed, then review.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new BreakerReview { Id = Guid.CreateVersion7(), Kind = seen.Key.Kind, Name = seen.Key.Name, By = by, Reason = reason.Trim(), At = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The strictest limit decides, as in the gate. A rule counts that may be for the application; a runbook may be used anywhere.</summary>
    private static Breaker Worst(BreakerKey key, ImmutableArray<BreakerEvent> events, GuardrailFile file)
    {
        var rules = key.Application is { } application
            ? file.Rules.Where(rule => rule.Where.MayCover(application.Name))
            : file.Rules;
        return rules.Select(rule => rule.Breaker).OfType<BreakerLimit>().Prepend(BreakerLimit.Always).Distinct()
            .Select(limit => Breaker.Of(key, events, limit)).MaxBy(breaker => breaker.State)!;
    }
}

/// <summary>A breaker that is not closed.</summary>
/// <param name="Key">Which one.</param>
/// <param name="IsOpen">Whether nothing is automatic; else one change at a time may show whether it holds.</param>
/// <param name="Why">What opened it, the beginning of a sentence.</param>
public sealed record BreakerStanding(BreakerKey Key, bool IsOpen, string Why)
{
    /// <summary>The numbers of the incidents whose changes failed, the last first.</summary>
    public ImmutableArray<int> Incidents { get; init; } = [];

    /// <summary>The last review; null when there was none.</summary>
    public BreakerReview? Review { get; init; }
}
