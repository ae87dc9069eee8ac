using System.Collections.Immutable;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Incidents;

/// <summary>Earlier incidents of the same cause on the same cluster.</summary>
/// <param name="Times">How often it happened, this time included; 1 for the first time.</param>
/// <param name="Latest">The latest earlier ones, the last first.</param>
public sealed record Recurrence(int Times, ImmutableArray<EarlierIncident> Latest)
{
    /// <summary>How many of the earlier ones are named.</summary>
    public const int Named = 5;

    /// <summary>It never happened before.</summary>
    public static Recurrence None { get; } = new(1, []);

    /// <summary>What came before each of these incidents.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, Recurrence>> OfAsync(
        IQueryable<Incident> all, IReadOnlyCollection<Incident> shown, CancellationToken cancellationToken)
    {
        var keys = shown.Select(incident => incident.CorrelationKey).Distinct().ToList();
        var same = await all
            .Where(incident => keys.Contains(incident.CorrelationKey))
            .OrderByDescending(incident => incident.OpenedAt)
            .Select(incident => new { incident.Cluster, incident.CorrelationKey, incident.Number, incident.OpenedAt, incident.ClosedAt, incident.State })
            .ToListAsync(cancellationToken);
        var byCause = same.ToLookup(incident => (incident.Cluster, incident.CorrelationKey));
        return shown.ToDictionary(incident => incident.Id, incident =>
        {
            var earlier = byCause[(incident.Cluster, incident.CorrelationKey)].Where(other => other.OpenedAt < incident.OpenedAt).ToList();
            return new Recurrence(
                earlier.Count + 1,
                [.. earlier.Take(Named).Select(other => new EarlierIncident(other.Number, other.OpenedAt, other.ClosedAt, other.State))]);
        });
    }
}

/// <summary>An incident of the same cause that came before.</summary>
public sealed record EarlierIncident(int Number, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, IncidentState State);
