using System.Collections.Immutable;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Incidents.Silences;

/// <summary>A person adds a silence or ends one. The page and the API come through here.</summary>
public sealed class SilenceCommand(IDbContextFactory<AiSreDbContext> contexts, TimeProvider time)
{
    /// <summary>What nobody would remember to have silenced.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(90);

    /// <summary>Adds a silence.</summary>
    /// <param name="selector">What it is about.</param>
    /// <param name="startsAt">When it starts; null for at once.</param>
    /// <param name="endsAt">When it ends.</param>
    /// <param name="author">Who wants it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is added then.</param>
    /// <exception cref="ProblemException">It cannot be; the sentence says why.</exception>
    public async Task<Silence> AddAsync(
        SilenceSelector selector, DateTimeOffset? startsAt, DateTimeOffset? endsAt, string author, string? reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var start = (startsAt ?? now).ToUniversalTime();
        var tidy = Tidy(selector);
        if (WhyNot(tidy, start, endsAt, reason, now) is { } whyNot)
        {
            throw new ProblemException(whyNot);
        }

        var silence = new Silence
        {
            Id = Guid.CreateVersion7(now),
            Selector = tidy,
            StartsAt = start,
            EndsAt = endsAt!.Value.ToUniversalTime(),
            Author = author,
            Reason = reason!.Trim(),
            CreatedAt = now,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(silence);
        await db.SaveChangesAsync(cancellationToken);
        return silence;
    }

    /// <summary>Ends a silence now; one that is over stays as it is.</summary>
    /// <returns>False when there is none of this id.</returns>
    public async Task<bool> EndAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var silence = await db.Set<Silence>().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken);
        if (silence is null)
        {
            return false;
        }

        if (silence.EndsAt > now)
        {
            silence.EndsAt = now;
            silence.EndedBy = by;
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }

    private static string? WhyNot(SilenceSelector selector, DateTimeOffset start, DateTimeOffset? end, string? reason, DateTimeOffset now) =>
        selector.IsEmpty ? "Say what to silence: a cluster, a namespace, a kind, a name, labels or a symptom; a silence of everything is refused."
        : end is not { } ends ? "Say when the silence ends; there is none without an end."
        : ends <= start ? "The silence must end after it starts."
        : ends <= now ? "The silence would be over already; choose an end that is still to come."
        : ends - start > Longest ? $"A silence lasts {Longest.TotalDays:0} days at most; choose an earlier end, and make another one then if need be."
        : string.IsNullOrWhiteSpace(reason) ? "Say why; whoever wonders at the quiet reads it."
        : reason.Length > Silence.LongestReason ? $"The reason may have {Silence.LongestReason} characters at most."
        : Contains(selector, reason, '\0') ? "The selector or the reason contains a character that cannot be stored (NUL)."
        : null;

    private static bool Contains(SilenceSelector selector, string reason, char character) =>
        reason.Contains(character, StringComparison.Ordinal) || selector.ToString().Contains(character, StringComparison.Ordinal);

    private static SilenceSelector Tidy(SilenceSelector selector) => selector with
    {
        Cluster = Tidy(selector.Cluster),
        Namespace = Tidy(selector.Namespace),
        Kind = Tidy(selector.Kind),
        Name = Tidy(selector.Name),
        Labels = selector.Labels
            .Where(label => !string.IsNullOrWhiteSpace(label.Key))
            .ToImmutableSortedDictionary(label => label.Key.Trim(), label => label.Value?.Trim() ?? "", StringComparer.Ordinal),
    };

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
