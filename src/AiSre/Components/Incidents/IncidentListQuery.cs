using System.Collections.Immutable;
using System.Globalization;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Incidents;

/// <summary>Reads the list of incidents.</summary>
public class IncidentListQuery(IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>More open incidents than anybody reads; the filter finds the others.</summary>
    public const int OpenLimit = 200;

    /// <summary>The incidents that the filter lets through.</summary>
    public virtual async Task<IncidentList> ReadAsync(IncidentFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incidents = db.Set<Incident>().AsNoTracking();

        var open = await incidents.Where(incident => incident.ClosedAt == null).ToListAsync(cancellationToken);
        var shownOpen = open
            .Where(incident => Matches(filter, incident))
            .OrderByDescending(incident => incident.Severity)
            .ThenByDescending(incident => incident.OpenedAt)
            .Take(OpenLimit)
            .ToList();

        var stillBroken = await incidents.Where(incident => StillBroken(db).Contains(incident.Id))
            .OrderByDescending(incident => incident.ClosedAt)
            .Take(OpenLimit)
            .ToListAsync(cancellationToken);
        var closed = ClosedOf(filter, incidents).Where(incident => !StillBroken(db).Contains(incident.Id));
        var closedTotal = await closed.CountAsync(cancellationToken);
        var shownClosed = await closed.OrderByDescending(incident => incident.ClosedAt).Take(filter.ClosedCount).ToListAsync(cancellationToken);

        var clusters = await incidents.Select(incident => incident.Cluster).Distinct().OrderBy(name => name).ToListAsync(cancellationToken);
        var facts = await FactsAsync(db, [.. shownOpen, .. stillBroken, .. shownClosed], cancellationToken);
        return new(
            [.. shownOpen.Select(facts.Row)],
            open.Count,
            open.Count(incident => incident.State == IncidentState.AwaitingDecision),
            [.. stillBroken.Select(facts.Row)],
            [.. shownClosed.Select(facts.Row)],
            closedTotal,
            [.. clusters]);
    }

    private static bool Matches(IncidentFilter filter, Incident incident) =>
        (filter.Cluster is null || incident.Cluster == filter.Cluster)
        && (filter.Text is null
            || incident.Title.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
            || incident.Workload.Address.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
            || incident.Number == NumberOf(filter.Text))
        && filter.Group switch
        {
            IncidentGroup.All => true,
            IncidentGroup.Waiting => incident.State is IncidentState.AwaitingDecision or IncidentState.NeedsPerson,
            IncidentGroup.Blocked => IsBlocked(incident) || incident.State == IncidentState.NeedsPerson,
            IncidentGroup.Working => IncidentStateMachine.HasWork(incident.State) && !IsBlocked(incident),
            _ => false,
        };

    // A healed fault closes its incident well; only these two ends leave one behind, and its symptoms are followed on.
    private static IQueryable<Guid> StillBroken(AiSreDbContext db) => db.Set<Incident>()
        .Where(incident => incident.State == IncidentState.Rejected || incident.State == IncidentState.Failed)
        .Join(db.Set<SymptomRecord>().Where(symptom => symptom.GoneAt == null), incident => incident.Id, symptom => symptom.IncidentId, (incident, _) => incident.Id);

    private static bool IsBlocked(Incident incident) => incident is { Problem: not null, Attempts: > 0 };

    private static IQueryable<Incident> ClosedOf(IncidentFilter filter, IQueryable<Incident> incidents)
    {
        incidents = filter.Group is IncidentGroup.All or IncidentGroup.Closed
            ? incidents.Where(incident => incident.ClosedAt != null)
            : incidents.Where(incident => false);
        if (filter.Cluster is { } cluster)
        {
            incidents = incidents.Where(incident => incident.Cluster == cluster);
        }

        if (filter.Text is { } text)
        {
            // The workload is kept as JSON, which ILIKE cannot search without a scan of its own; titles name it.
            var pattern = $"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
            var number = NumberOf(text);
            incidents = incidents.Where(incident => EF.Functions.ILike(incident.Title, pattern, @"\") || incident.Number == number);
        }

        return incidents;
    }

    private static int? NumberOf(string text) =>
        int.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<Facts> FactsAsync(AiSreDbContext db, List<Incident> shown, CancellationToken cancellationToken)
    {
        var ids = shown.ConvertAll(incident => incident.Id);
        var diagnoses = await db.Set<DiagnosisRecord>().AsNoTracking()
            .Where(diagnosis => ids.Contains(diagnosis.IncidentId) && diagnosis.Analyst == Analyst.Causal)
            .ToListAsync(cancellationToken);
        var objects = await db.Set<SymptomRecord>()
            .Where(symptom => ids.Contains(symptom.IncidentId) && !symptom.IsConsequence)
            .GroupBy(symptom => symptom.IncidentId)
            .Select(group => new { group.Key, Now = group.Count(symptom => symptom.GoneAt == null), Ever = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => (group.Now, group.Ever), cancellationToken);
        var verifying = shown.FindAll(incident => incident.State == IncidentState.Verifying).ConvertAll(incident => incident.Id);
        var verified = await db.Set<TimelineEntry>()
            .Where(entry => verifying.Contains(entry.IncidentId) && (entry.Kind == TimelineKind.Synced || entry.Kind == TimelineKind.Healthy))
            .Select(entry => new { entry.IncidentId, entry.Kind, entry.Id })
            .ToListAsync(cancellationToken);
        var recurrences = await Recurrence.OfAsync(db.Set<Incident>().AsNoTracking(), shown, cancellationToken);
        return new(
            recurrences,
            diagnoses.ToDictionary(diagnosis => diagnosis.IncidentId, diagnosis => diagnosis.Analysis?.Code),
            objects,
            verified.GroupBy(entry => entry.IncidentId).ToDictionary(group => group.Key, group => group.MaxBy(entry => entry.Id)!.Kind));
    }

    private sealed record Facts(
        IReadOnlyDictionary<Guid, Recurrence> Recurrences, Dictionary<Guid, RootCause?> Causes, Dictionary<Guid, (int Now, int Ever)> Objects, Dictionary<Guid, TimelineKind> Verified)
    {
        public IncidentRow Row(Incident incident)
        {
            var (now, ever) = Objects.GetValueOrDefault(incident.Id);
            var isStillBroken = incident.State is IncidentState.Rejected or IncidentState.Failed && now > 0;
            return new()
            {
                Id = incident.Id,
                Number = incident.Number,
                Title = incident.Title,
                Cluster = incident.Cluster,
                Severity = incident.Severity,
                State = incident.State,
                Workload = incident.Workload,
                OpenedAt = incident.OpenedAt,
                StateChangedAt = incident.StateChangedAt,
                ClosedAt = incident.ClosedAt,
                Problem = incident.Problem,
                IsBlocked = IsBlocked(incident),
                Cause = Causes.GetValueOrDefault(incident.Id),
                IsStillBroken = isStillBroken,
                Times = Recurrences.GetValueOrDefault(incident.Id, Recurrence.None).Times,
                SilencedUntil = incident.IsOpen ? incident.SilencedUntil : null,
                Objects = incident.IsOpen || isStillBroken ? now : ever,
                Verified = Verified.TryGetValue(incident.Id, out var kind) ? kind : null,
            };
        }
    }
}
