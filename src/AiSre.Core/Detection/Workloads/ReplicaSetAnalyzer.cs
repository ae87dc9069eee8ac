using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>ReplicaSets: pods that cannot be created.</summary>
internal sealed class ReplicaSetAnalyzer : Analyzer<ReplicaSet>
{
    protected override IEnumerable<Symptom> Analyze(ReplicaSet value, ObjectCache cache, DateTimeOffset now) =>
        value.Metadata.DeletionTimestamp is not null || value.Spec.Replicas == 0
            ? []
            : CreationSymptoms.Of(value, value.Status.Conditions, value.Status.Replicas < (value.Spec.Replicas ?? 1), cache, now);
}
