using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Data;

/// <summary>Brings the database to this version's shape.</summary>
public static class Migrator
{
    /// <summary>Applies what is missing; replicas that start together wait for one another on EF Core's own lock. Call it before requests are served.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
