using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Incidents.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Components.Alerts;

/// <summary>Reads what other systems say: the alerts that fire, and what each source sent.</summary>
public class AlertQuery(IDbContextFactory<AiSreDbContext> contexts, IOptions<AlertsOptions> options, AlertCounts counts, TimeProvider time)
{
    /// <summary>More firing alerts than anybody reads.</summary>
    public const int Limit = 200;

    /// <summary>All sources of the configuration, and the alerts that fire, the latest first.</summary>
    public virtual async Task<AlertList> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Alert>().AsNoTracking()
            .Where(alert => alert.ResolvedAt == null && (alert.EndsAt == null || alert.EndsAt > now))
            .OrderByDescending(alert => alert.StartsAt)
            .ToListAsync(cancellationToken);
        var firing = open.FindAll(alert => alert.ExpiresAt(options.Value.StaleAfter) > now);
        var shown = firing.Take(Limit).ToList();
        var incidents = await IncidentsAsync(db, cancellationToken);
        var sources = options.Value.Sources.Where(source => source.HasToken).Prepend(options.Value.Alertmanager).Where(source => source.HasToken);
        return new(
            [.. sources.Select(source => Source(source, firing.Count(alert => alert.Source == source.Name)))],
            firing.Count,
            [
                .. shown.Select(alert => new AlertRow(
                    alert.Id, alert.Name, alert.Severity, alert.Summary, alert.Cluster, alert.Source, alert.StartsAt,
                    incidents.GetValueOrDefault((alert.Cluster, alert.Fingerprint)))),
            ]);
    }

    private static async Task<Dictionary<(string Cluster, string Alert), int>> IncidentsAsync(AiSreDbContext db, CancellationToken cancellationToken)
    {
        var symptoms = await db.Set<SymptomRecord>().AsNoTracking()
            .Where(record => record.GoneAt == null)
            .Join(db.Set<Incident>(), record => record.IncidentId, incident => incident.Id, (record, incident) => new { incident.Number, incident.Cluster, record.Symptom })
            .ToListAsync(cancellationToken);
        var numbers = new Dictionary<(string Cluster, string Alert), int>();
        foreach (var symptom in symptoms.OrderBy(symptom => symptom.Number))
        {
            if (symptom.Symptom.Parameters.GetValueOrDefault(SymptomParameters.Alert) is { } fingerprint)
            {
                numbers[(symptom.Cluster, fingerprint)] = symptom.Number;
            }
        }

        return numbers;
    }

    private AlertSourceView Source(AlertSourceOptions source, int firing) => new(
        source.Name,
        firing,
        counts.Alerts(source.Name).Firing,
        counts.Alerts(source.Name).Resolved,
        [
            .. Enum.GetValues<DeliveryOutcome>()
                .Select(outcome => new DeliveryCount(outcome, counts.Deliveries(source.Name, outcome)))
                .Where(count => count.Count > 0),
        ]);
}

/// <summary>What the page of alerts shows.</summary>
/// <param name="Sources">Who may send alerts.</param>
/// <param name="FiringTotal">How many fire in all.</param>
/// <param name="Firing">The latest of those.</param>
public sealed record AlertList(ImmutableArray<AlertSourceView> Sources, int FiringTotal, ImmutableArray<AlertRow> Firing);

/// <summary>One source, and what it sent to this process since that started.</summary>
public sealed record AlertSourceView(string Name, int FiringNow, long Firing, long Resolved, ImmutableArray<DeliveryCount> Deliveries);

/// <summary>So many deliveries ended so.</summary>
public sealed record DeliveryCount(DeliveryOutcome Outcome, long Count);

/// <summary>One alert that fires.</summary>
/// <param name="Incident">The number of the incident that has it; 0 when none has.</param>
public sealed record AlertRow(
    Guid Id, string Name, Severity Severity, string Summary, string Cluster, string Source, DateTimeOffset StartsAt, int Incident);
