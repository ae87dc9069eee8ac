using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods: what keeps them from being scheduled, from starting, from staying up and from being ready. One class for each of these.</summary>
internal sealed class PodAnalyzer : Analyzer<Pod>
{
    protected override IEnumerable<Symptom> Analyze(Pod value, ObjectCache cache, DateTimeOffset now)
    {
        // A pod that is being deleted need not work any more; only that it goes.
        if (value.Metadata.DeletionTimestamp is not null)
        {
            return TerminatingSymptoms.Of(value, cache, now);
        }

        if (IsWell(value, cache))
        {
            return [];
        }

        return value.Status.Phase switch
        {
            "Succeeded" => [],
            "Failed" => EndedPodSymptoms.Of(value, cache, now),
            _ => Of(value, cache, now) is { Count: > 0 } symptoms ? symptoms : StuckSymptoms.Of(value, cache, now),
        };
    }

    private static List<Symptom> Of(Pod value, ObjectCache cache, DateTimeOffset now) =>
    [
        .. SchedulingSymptoms.Of(value, cache, now),
        .. VolumeSymptoms.Of(value, cache, now),
        .. SandboxSymptoms.Of(value, cache, now),
        .. ImagePullSymptoms.Of(value, cache),
        .. StartSymptoms.Of(value, cache, now),
        .. CrashSymptoms.Of(value, cache, now),
        .. ProbeSymptoms.Of(value, cache, now),
        .. GateSymptoms.Of(value, cache, now),
        .. InitSymptoms.Of(value, cache, now),
        .. LogSymptoms.Of(value, cache, now),
    ];

    // Nearly all pods of nearly all clusters: no rule has anything to say of one whose containers all run, are ready and never ended.
    private static bool IsWell(Pod value, ObjectCache cache)
    {
        if (value.Status is not { Phase: "Running", InitContainerStatuses.Count: 0, EphemeralContainerStatuses.Count: 0 } || value.Status.ContainerStatuses.Count < value.Spec.Containers.Count || value.Spec.Containers.Count == 0)
        {
            return false;
        }

        foreach (var status in value.Status.ContainerStatuses)
        {
            if (status is not { Ready: true, State.Running: not null, LastState.Terminated: null })
            {
                return false;
            }
        }

        return value.Status.Conditions.OfType("Ready") is not { IsFalse: true } && !cache.HasLogs(value);
    }
}
