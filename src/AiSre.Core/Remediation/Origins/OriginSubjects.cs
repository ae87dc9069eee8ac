using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Origins;

/// <summary>What has changed about an incident's objects since they were well: from the flight recorder, or else from their ReplicaSets.</summary>
public class OriginSubjects(ObjectHistory history, TimeProvider time)
{
    private const int MostWorkloads = 5;

    /// <summary>How long after a fault is found the revision that brought it may still be on its way to the record.</summary>
    public static readonly TimeSpan Recording = TimeSpan.FromSeconds(30);

    /// <summary>Kinds besides workloads that people write, and a diagnosis may blame.</summary>
    private static readonly string[] Blamed = ["ConfigMap", "Service", "Ingress", "NetworkPolicy", "ResourceQuota", "LimitRange", "PersistentVolumeClaim", "HorizontalPodAutoscaler", "CronJob"];

    /// <summary>Reads them, the workloads first.</summary>
    /// <param name="db">The database.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="evidence">What it has kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Objects that nothing is known about are left out.</returns>
    internal async Task<ImmutableArray<OriginSubject>> LoadAsync(AiSreDbContext db, Incident incident, EvidenceSet evidence, CancellationToken cancellationToken)
    {
        var symptoms = await db.Set<SymptomRecord>().AsNoTracking()
            .Where(symptom => symptom.IncidentId == incident.Id && !symptom.IsConsequence)
            .OrderBy(symptom => symptom.FirstSeenAt)
            .ToListAsync(cancellationToken);
        var diagnosis = await db.Set<DiagnosisRecord>().AsNoTracking()
            .SingleOrDefaultAsync(record => record.IncidentId == incident.Id && record.Analyst == Analyst.Causal, cancellationToken);
        var workloads = symptoms.GroupBy(symptom => symptom.Symptom.Workload).Take(MostWorkloads)
            .Select(group => (group.Key, Application: group.Select(symptom => symptom.Application).FirstOrDefault(name => name is not null)))
            .ToList();
        var until = incident.ClosedAt is null ? time.GetUtcNow() : incident.OpenedAt + Recording;
        var found = ImmutableArray.CreateBuilder<OriginSubject>();
        foreach (var (workload, application) in workloads)
        {
            if (await ChangesAsync(incident, workload, application, until, evidence, cancellationToken) is { } changes)
            {
                found.Add(new OriginSubject(changes, application));
            }
        }

        // What is not a workload is never well by itself: it is compared with what it was when the first workload was.
        if (diagnosis?.Analysis is { Object: var blamed } && Blamed.Contains(blamed.Kind) && workloads.TrueForAll(workload => workload.Key != blamed)
            && found.FirstOrDefault(one => one.Changes.HealthyAt is not null) is { } well
            && await history.ChangesSinceAsync(incident.Cluster, blamed, well.Changes.HealthyAt!.Value, until, well.Application, cancellationToken) is { } also)
        {
            found.Insert(0, new OriginSubject(also, well.Application));
        }

        return found.ToImmutable();
    }

    /// <summary>What has changed about one object; null when nothing is known of it.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="reference">The object.</param>
    /// <param name="application">The application that manages it; null when none does.</param>
    /// <param name="until">The end of what is looked at.</param>
    /// <param name="evidence">What the incident has kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<ObjectChanges?> ChangesAsync(
        Incident incident, ObjectRef reference, string? application, DateTimeOffset until, EvidenceSet evidence, CancellationToken cancellationToken)
    {
        var recorded = await history.ChangesAsync(incident.Cluster, reference, incident.OpenedAt, until, application, cancellationToken);
        return recorded is { HealthyAt: not null } ? recorded : RolloutOf(reference, evidence) ?? recorded;
    }

    /// <summary>What the ReplicaSets among the evidence say; null when they do not tell.</summary>
    public static ObjectChanges? RolloutOf(ObjectRef reference, EvidenceSet evidence) =>
        evidence.Objects.Find(reference) is Deployment deployment
            ? RolloutHistory.ChangesOf(deployment, evidence.Objects.All<ReplicaSet>().Select(set => (Set: set, Json: evidence.JsonOf(set.Ref))).Where(one => one.Json is not null).Select(one => (one.Set, one.Json!.Value)))
            : null;
}

/// <summary>An object that may have been changed into its fault.</summary>
/// <param name="Changes">What changed about it.</param>
/// <param name="Application">The application that manages it, as <c>namespace/name</c>; null when none does.</param>
internal sealed record OriginSubject(ObjectChanges Changes, string? Application);
