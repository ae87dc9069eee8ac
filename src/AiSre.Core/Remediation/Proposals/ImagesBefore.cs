using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Origins;

namespace AiSre.Remediation.Proposals;

/// <summary>Which images containers had when their workload was last well: as the flight recorder has it, or else its last healthy ReplicaSet.</summary>
internal sealed class ImagesBefore(OriginSubjects subjects)
{
    /// <summary>Reads what has changed about an incident's workloads, and gives an answer for each.</summary>
    public async Task<Func<ObjectRef, EvidenceSet, ImmutableDictionary<string, string>>> LoadAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken)
    {
        var kept = EvidenceSet.From(await KeptEvidence.LoadAsync(db, incident.Id, cancellationToken));
        var changes = (await subjects.LoadAsync(db, incident, kept, cancellationToken)).Select(subject => subject.Changes).ToList();
        return (workload, evidence) => Of(changes.Find(one => one.Object == workload && one.IsComparable) ?? OriginSubjects.RolloutOf(workload, evidence));
    }

    /// <summary>Container to image, of the images that changed.</summary>
    public static ImmutableDictionary<string, string> Of(ObjectChanges? changes) => (changes?.Changes ?? [])
        .Select(change => (change.Field, FieldPath.Parse(change.Field.Path).Steps))
        .Where(change => change.Field is { Before: not null, After: not null } && change.Steps is [.., "containers" or "initContainers", _, "image"])
        .GroupBy(change => change.Steps[^2])
        .ToImmutableDictionary(group => group.Key, group => group.First().Field.Before!);
}
