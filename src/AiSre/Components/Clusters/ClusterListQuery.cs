using AiSre.Clusters;
using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Components.Clusters;

/// <summary>Reads how the clusters are doing: those of the configuration, and others that still have a row.</summary>
public class ClusterListQuery(IDbContextFactory<AiSreDbContext> contexts, IOptions<ClustersOptions> options)
{
    /// <summary>All clusters, by name.</summary>
    public virtual async Task<ClusterList> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var states = await db.Set<ClusterState>().AsNoTracking().ToDictionaryAsync(state => state.Name, StringComparer.Ordinal, cancellationToken);
        var open = await db.Set<Incident>()
            .Where(incident => incident.ClosedAt == null)
            .GroupBy(incident => incident.Cluster)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, StringComparer.Ordinal, cancellationToken);
        var configured = options.Value.Clusters.Select(cluster => cluster.Name).ToHashSet(StringComparer.Ordinal);
        return new(
        [
            .. configured
                .Union(states.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => View(name, states.GetValueOrDefault(name), open.GetValueOrDefault(name), configured.Contains(name))),
        ]);
    }

    private static ClusterView View(string name, ClusterState? state, int openIncidents, bool isConfigured) => state is null
        ? new() { Name = name, OpenIncidents = openIncidents, IsConfigured = isConfigured }
        : new()
        {
            Name = name,
            Phase = state.Phase,
            Problem = state.Problem,
            Since = state.Since,
            Kinds = [.. state.Objects.Select(pair => new KindCount(pair.Key, pair.Value)).OrderByDescending(kind => kind.Count).ThenBy(kind => kind.Kind, StringComparer.Ordinal)],
            MissingKinds = state.MissingKinds,
            ForbiddenKinds = state.ForbiddenKinds,
            LastEventAt = state.LastEventAt,
            OpenIncidents = openIncidents,
            IsConfigured = isConfigured,
        };
}
