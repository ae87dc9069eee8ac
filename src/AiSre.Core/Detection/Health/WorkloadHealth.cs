using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of what keeps a number of pods: how far its rollout is.</summary>
/// <remarks>Rules: gitops-engine/pkg/health/health_{deployment,statefulset,daemonset,replicaset}.go, after kubectl's rollout status.</remarks>
internal static class WorkloadHealth
{
    private const string Waiting = "Waiting for rollout to finish: ";

    public static ObjectHealth Of(Deployment value)
    {
        var (status, replicas) = (value.Status, value.Spec.Replicas ?? 1);
        return value.Spec.Paused ? new(HealthStatus.Suspended, "Deployment is paused")
            : value.Metadata.Generation > status.ObservedGeneration ? Progressing($"{Waiting}observed deployment generation less than desired generation")
            : status.Conditions.OfType("Progressing") is { Reason: "ProgressDeadlineExceeded" } ? new(HealthStatus.Degraded, $"Deployment \"{value.Metadata.Name}\" exceeded its progress deadline")
            : status.UpdatedReplicas < replicas ? Progressing($"{Waiting}{status.UpdatedReplicas} out of {replicas} new replicas have been updated...")
            : status.Replicas > status.UpdatedReplicas ? Progressing($"{Waiting}{status.Replicas - status.UpdatedReplicas} old replicas are pending termination...")
            : status.AvailableReplicas < status.UpdatedReplicas ? Progressing($"{Waiting}{status.AvailableReplicas} of {status.UpdatedReplicas} updated replicas are available...")
            : new(HealthStatus.Healthy);
    }

    public static ObjectHealth Of(StatefulSet value)
    {
        var (status, replicas, strategy) = (value.Status, value.Spec.Replicas ?? 1, value.Spec.UpdateStrategy);
        if (status.ObservedGeneration == 0 || value.Metadata.Generation > status.ObservedGeneration)
        {
            return Progressing("Waiting for statefulset spec update to be observed...");
        }

        if (status.ReadyReplicas < replicas)
        {
            return Progressing($"Waiting for {replicas - status.ReadyReplicas} pods to be ready...");
        }

        if (strategy is { Type: "RollingUpdate", RollingUpdate: { } rolling })
        {
            var wanted = replicas - (rolling.Partition ?? replicas);
            return rolling.Partition is not null && status.UpdatedReplicas < wanted
                ? Progressing($"Waiting for partitioned roll out to finish: {status.UpdatedReplicas} out of {wanted} new pods have been updated...")
                : new(HealthStatus.Healthy, $"partitioned roll out complete: {status.UpdatedReplicas} new pods have been updated...");
        }

        return strategy is { Type: "OnDelete" } ? new(HealthStatus.Healthy, $"statefulset has {status.ReadyReplicas} ready pods")
            : status.UpdateRevision != status.CurrentRevision ? Progressing($"waiting for statefulset rolling update to complete {status.UpdatedReplicas} pods at revision {status.UpdateRevision}...")
            : new(HealthStatus.Healthy, $"statefulset rolling update complete {status.CurrentReplicas} pods at revision {status.CurrentRevision}...");
    }

    public static ObjectHealth Of(DaemonSet value)
    {
        var (status, waiting) = (value.Status, $"Waiting for daemon set \"{value.Metadata.Name}\" rollout to finish: ");
        return value.Metadata.Generation > status.ObservedGeneration ? Progressing($"{Waiting}observed daemon set generation less than desired generation")
            : value.Spec.UpdateStrategy is { Type: "OnDelete" } ? new(HealthStatus.Healthy, $"daemon set {status.UpdatedNumberScheduled} out of {status.DesiredNumberScheduled} new pods have been updated")
            : status.UpdatedNumberScheduled < status.DesiredNumberScheduled ? Progressing($"{waiting}{status.UpdatedNumberScheduled} out of {status.DesiredNumberScheduled} new pods have been updated...")
            : status.NumberAvailable < status.DesiredNumberScheduled ? Progressing($"{waiting}{status.NumberAvailable} of {status.DesiredNumberScheduled} updated pods are available...")
            : new(HealthStatus.Healthy);
    }

    public static ObjectHealth Of(ReplicaSet value)
    {
        var (status, replicas) = (value.Status, value.Spec.Replicas ?? 1);
        return value.Metadata.Generation > status.ObservedGeneration ? Progressing($"{Waiting}observed replica set generation less than desired generation")
            : status.Conditions.OfType("ReplicaFailure") is { IsTrue: true } failure ? new(HealthStatus.Degraded, failure.Message)
            : status.AvailableReplicas < replicas ? Progressing($"{Waiting}{status.AvailableReplicas} out of {replicas} new replicas are available...")
            : new(HealthStatus.Healthy);
    }

    private static ObjectHealth Progressing(string message) => new(HealthStatus.Progressing, message);
}
