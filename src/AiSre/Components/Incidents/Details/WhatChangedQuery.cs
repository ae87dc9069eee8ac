using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Origins;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Incidents.Details;

/// <summary>Reads what has changed about an incident's workloads and applications since they were last well.</summary>
public class WhatChangedQuery(ObjectHistory history, IDbContextFactory<AiSreDbContext> contexts, TimeProvider time)
{
    private const int MostWorkloads = 5;

    /// <summary>How long after a fault is found the revision that brought it may still be on its way to the record.</summary>
    private static readonly TimeSpan Recording = TimeSpan.FromSeconds(30);

    /// <summary>What has changed, object by object; those that were never recorded are left out.</summary>
    public virtual async Task<ImmutableArray<ObjectChanges>> ReadAsync(IncidentDetails incident, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<ObjectChanges>();
        var until = incident.ClosedAt is null ? time.GetUtcNow() : incident.OpenedAt + Recording;
        foreach (var (reference, application) in Subjects(incident))
        {
            var recorded = await history.ChangesAsync(incident.Cluster, reference, incident.OpenedAt, until, application, cancellationToken);
            if ((recorded is { HealthyAt: not null } ? recorded : await RolloutAsync(incident.Id, reference, cancellationToken) ?? recorded) is { } changes)
            {
                found.Add(changes);
            }
        }

        return found.ToImmutable();
    }

    // What AiSre was not there to record, the ReplicaSets among the evidence may tell.
    private async Task<ObjectChanges?> RolloutAsync(Guid incidentId, ObjectRef reference, CancellationToken cancellationToken)
    {
        if (reference.Kind != "Deployment")
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.Set<Evidence>().AsNoTracking()
            .Where(evidence => evidence.IncidentId == incidentId && (evidence.Address == reference.Address || evidence.Address.StartsWith($"ReplicaSet/{reference.Namespace}/{reference.Name}-")))
            .OrderBy(evidence => evidence.CapturedAt)
            .ToListAsync(cancellationToken);
        return OriginSubjects.RolloutOf(reference, EvidenceSet.From(kept));
    }

    private static IEnumerable<(ObjectRef Ref, string? Application)> Subjects(IncidentDetails incident)
    {
        var roots = incident.Hurt.Where(workload => !workload.IsConsequence).Take(MostWorkloads).ToList();
        foreach (var root in roots)
        {
            yield return (root.Workload, root.Application);
        }

        foreach (var application in roots.Select(root => root.Application).OfType<string>().Distinct())
        {
            var slash = application.IndexOf('/', StringComparison.Ordinal);
            var reference = new ObjectRef("argoproj.io/v1alpha1", "Application", application[..slash], application[(slash + 1)..]);
            if (roots.TrueForAll(root => root.Workload != reference))
            {
                yield return (reference, application);
            }
        }
    }
}
