using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Origins;

namespace AiSre.Cli.Diagnosing;

/// <summary>What the ReplicaSets of a Deployment tell of its last change, and Argo CD of the commits around it.</summary>
/// <param name="Changes">What changed, from which revision to which.</param>
/// <param name="Suspects">The paths of the fields whose change explains the fault.</param>
/// <param name="Commits">The commits that its application was synced to before and with it; empty when that is not known.</param>
internal sealed record RolloutChange(ObjectChanges Changes, ImmutableHashSet<string> Suspects, ImmutableArray<RevisionRange> Commits)
{
    private const int MostWorkloads = 5;

    /// <summary>The changes of the workloads that show a cause themselves.</summary>
    public static ImmutableArray<RolloutChange> Of(CorrelatedGroup group, RootCause code, EvidenceSet evidence) =>
    [
        .. group.Symptoms.Select(symptom => symptom.Workload).Distinct().Take(MostWorkloads)
            .Select(workload => OriginSubjects.RolloutOf(workload, evidence))
            .OfType<ObjectChanges>()
            .Where(changes => !changes.Changes.IsEmpty)
            .Select(changes => new RolloutChange(
                changes,
                [.. SuspectFields.Of(code, changes.Changes).Select(change => change.Field.Path)],
                evidence.Objects.ManagersOf(changes.Object) is [var application, ..] ? RevisionRange.Of(application, null, null, changes.SeenAt) : [])),
    ];
}
