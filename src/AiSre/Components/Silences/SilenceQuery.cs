using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Data;
using AiSre.Incidents.Silences;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Silences;

/// <summary>Reads the silences.</summary>
public class SilenceQuery(IDbContextFactory<AiSreDbContext> contexts, ClusterConnections clusters, TimeProvider time)
{
    /// <summary>How many that are over are shown.</summary>
    public const int EndedLimit = 50;

    /// <summary>The clusters to choose from, by name.</summary>
    public virtual ImmutableArray<string> Clusters => [.. clusters.All.Select(cluster => cluster.Name).Order(StringComparer.Ordinal)];

    /// <summary>All that are not over, and the latest that are.</summary>
    public virtual async Task<SilenceList> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var silences = db.Set<Silence>().AsNoTracking();
        var pending = await silences.Where(silence => silence.EndsAt > now).OrderBy(silence => silence.EndsAt).ToListAsync(cancellationToken);
        var ended = await silences.Where(silence => silence.EndsAt <= now).OrderByDescending(silence => silence.EndsAt).Take(EndedLimit).ToListAsync(cancellationToken);
        return new(
            [.. pending.Where(silence => silence.IsActive(now)).Select(View)],
            [.. pending.Where(silence => !silence.IsActive(now)).OrderBy(silence => silence.StartsAt).Select(View)],
            [.. ended.Select(View)]);
    }

    private static SilenceView View(Silence silence) =>
        new(silence.Id, silence.Selector.ToString(), silence.Reason, silence.Author, silence.StartsAt, silence.EndsAt, silence.EndedBy);
}

/// <summary>What the list of silences shows.</summary>
/// <param name="Active">Those that hold, the first to end first.</param>
/// <param name="Upcoming">Those that are to come, the next first.</param>
/// <param name="Ended">The latest that are over, the last first.</param>
public sealed record SilenceList(ImmutableArray<SilenceView> Active, ImmutableArray<SilenceView> Upcoming, ImmutableArray<SilenceView> Ended);

/// <summary>One silence of the list.</summary>
public sealed record SilenceView(Guid Id, string Selector, string Reason, string Author, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? EndedBy);
