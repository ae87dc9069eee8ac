using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Clusters;

/// <summary>Where the state of clusters is kept.</summary>
internal interface IClusterStateStore
{
    Task SaveAsync(ClusterState state, CancellationToken cancellationToken);
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
}
