using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Incidents.Alerts;

/// <summary>Reads which alerts fire.</summary>
internal sealed class FiringAlerts(IDbContextFactory<AiSreDbContext> contexts, IOptions<AlertsOptions> options)
{
    /// <summary>The alerts of a cluster that fire at this moment, and when the next of them is over by itself.</summary>
    public async Task<(IReadOnlyList<Alert> Alerts, DateTimeOffset? NextExpiry)> LoadAsync(string cluster, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Alert>().AsNoTracking()
            .Where(alert => alert.Cluster == cluster && alert.ResolvedAt == null)
            .ToListAsync(cancellationToken);
        var firing = open.FindAll(alert => alert.ExpiresAt(options.Value.StaleAfter) > now);
        return (firing, firing.Count == 0 ? null : firing.Min(alert => alert.ExpiresAt(options.Value.StaleAfter)));
    }
}
