using AiSre.Clusters;
using AiSre.Clusters.Managed;
using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Components.Clusters;

/// <summary>Reads how the clusters are doing: those of the configuration, those that were added, and others that still have a row.</summary>
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
        var added = (await db.Set<ManagedCluster>().AsNoTracking()
            .Select(row => new { row.Name, row.Source, row.KubeconfigPath, row.Context, row.Namespaces, row.ChangedBy, row.ChangedAt })
            .ToListAsync(cancellationToken))
            .ToDictionary(row => row.Name, row => new ClusterReach(row.Source, row.KubeconfigPath, row.Context, [.. row.Namespaces])
            {
                IsAdded = true,
                ChangedBy = row.ChangedBy,
                ChangedAt = row.ChangedAt,
            }, StringComparer.Ordinal);
        foreach (var cluster in options.Value.Clusters)
        {
            added[cluster.Name] = new(
                cluster.InCluster ? CredentialSource.InCluster : CredentialSource.KubeconfigFile, cluster.Kubeconfig, cluster.Context, [.. cluster.Namespaces]);
        }

        return new(
        [
            .. added.Keys
                .Union(states.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => View(name, states.GetValueOrDefault(name), open.GetValueOrDefault(name), added.GetValueOrDefault(name))),
        ]);
    }

    private static ClusterView View(string name, ClusterState? state, int openIncidents, ClusterReach? reach)
    {
        var view = new ClusterView { Name = name, OpenIncidents = openIncidents, Reach = reach, IsConfigured = reach is not null };
        return state is null ? view : view with
        {
            Phase = state.Phase,
            Problem = state.Problem,
            Since = state.Since,
            Owner = state.Owner.Length == 0 ? null : state.Owner,
            Kinds = [.. state.Objects.Select(pair => new KindCount(pair.Key, pair.Value)).OrderByDescending(kind => kind.Count).ThenBy(kind => kind.Kind, StringComparer.Ordinal)],
            KindStates = state.Kinds,
            MissingKinds = state.MissingKinds,
            ForbiddenKinds = state.ForbiddenKinds,
            LastEventAt = state.LastEventAt,
            ClockOffset = state.ClockOffset,
        };
    }
}
