using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Clusters;

/// <summary>Where the state of clusters is kept.</summary>
internal interface IClusterStateStore
{
    Task SaveAsync(ClusterState state, CancellationToken cancellationToken);

    /// <summary>Forgets a cluster that there is no more.</summary>
    Task RemoveAsync(string cluster, CancellationToken cancellationToken);
}

/// <summary>Keeps it in the database.</summary>
internal sealed class DbClusterStateStore(IDbContextFactory<AiSreDbContext> contexts) : IClusterStateStore
{
    public async Task SaveAsync(ClusterState state, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<ClusterState>().FindAsync([state.Name], cancellationToken) is { } row)
        {
            context.Entry(row).CurrentValues.SetValues(state);
        }
        else
        {
            context.Add(state);
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task RemoveAsync(string cluster, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<ClusterState>().Where(state => state.Name == cluster).ExecuteDeleteAsync(cancellationToken);
    }
}
