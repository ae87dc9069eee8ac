using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Detection;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Incidents.Silences;

/// <summary>The silences that hold for a cluster at one moment.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Items">Those that are active.</param>
/// <param name="NextChange">When the next one starts or ends; null when none will.</param>
internal sealed record ActiveSilences(string Cluster, IReadOnlyList<Silence> Items, DateTimeOffset? NextChange)
{
    public static async Task<ActiveSilences> LoadAsync(AiSreDbContext db, string cluster, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Few are not over yet; which cluster they are about is in their JSON.
        var pending = await db.Set<Silence>().AsNoTracking().Where(silence => silence.EndsAt > now).ToListAsync(cancellationToken);
        var mine = pending.FindAll(silence => silence.Selector.Cluster is null || silence.Selector.Cluster == cluster);
        var changes = mine.SelectMany(silence => new[] { silence.StartsAt, silence.EndsAt }).Where(at => at > now).ToList();
        return new(cluster, mine.FindAll(silence => silence.IsActive(now)), changes.Count == 0 ? null : changes.Min());
    }

    /// <summary>Until when the symptom is silenced; null when it is not.</summary>
    /// <param name="symptom">The symptom.</param>
    /// <param name="labels">The labels of its workload.</param>
    public DateTimeOffset? Until(Symptom symptom, StringMap labels)
    {
        DateTimeOffset? until = null;
        foreach (var silence in Items)
        {
            if ((until is null || silence.EndsAt > until) && silence.Selector.Matches(Cluster, symptom, labels))
            {
                until = silence.EndsAt;
            }
        }

        return until;
    }
}
