using AiSre.Clusters;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Incidents.Alerts;

/// <summary>Writes down what a webhook brought: all of it, or nothing.</summary>
public sealed class AlertDelivery(IDbContextFactory<AiSreDbContext> contexts, ClusterConnections clusters, AlertCounts counts, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>How long an alert that is over is remembered.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(14);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private DateTimeOffset _forgetAt;

    /// <param name="source">Who sent them.</param>
    /// <param name="cluster">The cluster that the address names; null when it names none.</param>
    /// <param name="alerts">What was sent.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is written then.</param>
    /// <exception cref="ProblemException">It cannot be told which cluster one is about; nothing is written.</exception>
    public async Task ReceiveAsync(AlertSourceOptions source, string? cluster, IReadOnlyList<IncomingAlert> alerts, CancellationToken cancellationToken)
    {
        // The last word on an alert counts, also within one message.
        var placed = alerts
            .Select(alert => (Cluster: ClusterOf(source, cluster, alert), Alert: alert))
            .GroupBy(placed => (placed.Cluster, placed.Alert.Fingerprint))
            .Select(same => same.Last())
            .ToList();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(source.Name, placed, cancellationToken);
                break;
            }
            catch (DbUpdateException error) when (
                attempt < Tries && error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected })
            {
                // The same alert came twice in this moment; the second writes over the first.
            }
        }

        await ForgetAsync(cancellationToken);
        counts.Received(source.Name, alerts.Count(alert => !alert.IsResolved), alerts.Count(alert => alert.IsResolved));
    }

    private async Task WriteAsync(string source, List<(string Cluster, IncomingAlert Alert)> placed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fingerprints = placed.Select(one => one.Alert.Fingerprint).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = (await db.Set<Alert>().Where(alert => fingerprints.Contains(alert.Fingerprint)).ToListAsync(cancellationToken))
            .ToDictionary(alert => (alert.Cluster, alert.Fingerprint));
        foreach (var (cluster, incoming) in placed.OrderBy(one => one.Alert.Fingerprint, StringComparer.Ordinal))
        {
            if (!known.TryGetValue((cluster, incoming.Fingerprint), out var alert))
            {
                if (!incoming.IsResolved)
                {
                    db.Add(New(source, cluster, incoming, now));
                }

                continue;
            }

            // A retry may come late: what began earlier than what is known is over, whatever it says.
            if (incoming.StartsAt is { } start && start < alert.StartsAt)
            {
                continue;
            }

            alert.Source = source;
            alert.Name = incoming.Name;
            alert.Severity = incoming.Severity;
            alert.Summary = incoming.Summary;
            alert.Labels = incoming.Labels;
            alert.Json = incoming.Json;
            alert.StartsAt = incoming.StartsAt ?? (alert.ResolvedAt is null || incoming.IsResolved ? alert.StartsAt : now);
            alert.EndsAt = incoming.EndsAt;
            alert.HeardAt = now;
            alert.ResolvedAt = incoming.IsResolved ? alert.ResolvedAt ?? incoming.EndsAt ?? now : null;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _forgetAt)
        {
            return;
        }

        _forgetAt = now + ForgetEvery;
        var before = now - KeepFor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<Alert>().Where(alert => alert.HeardAt < before && (alert.ResolvedAt < before || alert.EndsAt < before)).ExecuteDeleteAsync(cancellationToken);
    }

    private static Alert New(string source, string cluster, IncomingAlert incoming, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Cluster = cluster,
        Fingerprint = incoming.Fingerprint,
        Source = source,
        Name = incoming.Name,
        Severity = incoming.Severity,
        Summary = incoming.Summary,
        Labels = incoming.Labels,
        Json = incoming.Json,
        StartsAt = incoming.StartsAt ?? now,
        EndsAt = incoming.EndsAt,
        HeardAt = now,
    };

    private string ClusterOf(AlertSourceOptions source, string? fromAddress, IncomingAlert alert)
    {
        var names = clusters.All.Select(cluster => cluster.Name).ToList();
        if (fromAddress is not null)
        {
            return names.Contains(fromAddress) ? fromAddress
                : throw new ProblemException($"Cluster {fromAddress}, which the address names, is not configured.");
        }

        if (!string.IsNullOrEmpty(source.Cluster))
        {
            return names.Contains(source.Cluster) ? source.Cluster
                : throw new ProblemException($"Cluster {source.Cluster}, which source {source.Name} is about, is not configured.");
        }

        if (alert.Cluster is { } named && names.Contains(named))
        {
            return named;
        }

        // With one cluster there is no choice, whatever Prometheus calls it.
        return names.Count == 1 ? names[0]
            : throw new ProblemException(
                $"Alert {alert.Name} is about cluster {alert.Cluster ?? "(none named)"}, which is not configured; name the cluster in the address, such as /webhooks/alertmanager/NAME.");
    }
}
