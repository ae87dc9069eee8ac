using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods: containers that cannot start.</summary>
internal sealed class PodAnalyzer : Analyzer<Pod>
{
    protected override IEnumerable<Symptom> Analyze(Pod value, ObjectCache cache, DateTimeOffset now) =>
        // A pod that is being deleted need not work any more.
        value.Metadata.DeletionTimestamp is not null || value.Status.Phase is "Succeeded" or "Failed"
            ? []
            : ImagePullSymptoms.Of(value, cache);
}
