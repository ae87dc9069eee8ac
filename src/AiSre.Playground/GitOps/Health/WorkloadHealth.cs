using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>The rules for Deployments, ReplicaSets, StatefulSets and DaemonSets.</summary>
internal static class WorkloadHealth
{
    public static HealthStatus OfDeployment(JsonObject obj)
    {
        if (obj.Flag("spec", "paused"))
        {
            return new(HealthCode.Suspended, "Deployment is paused");
        }

        if (!IsObserved(obj))
        {
            return Progressing("Waiting for rollout to finish: observed deployment generation less than desired generation");
        }

        if (obj.Items("status", "conditions").Any(condition => condition.Text("type") == "Progressing" && condition.Text("reason") == "ProgressDeadlineExceeded"))
        {
            return new(HealthCode.Degraded, $"Deployment \"{obj.Text("metadata", "name")}\" exceeded its progress deadline");
        }

        var (wanted, updated) = (obj.Number("spec", "replicas"), Status(obj, "updatedReplicas"));
        var (replicas, available) = (Status(obj, "replicas"), Status(obj, "availableReplicas"));
        return wanted is not null && updated < wanted ? Progressing($"Waiting for rollout to finish: {updated} out of {wanted} new replicas have been updated...")
            : replicas > updated ? Progressing($"Waiting for rollout to finish: {replicas - updated} old replicas are pending termination...")
            : available < updated ? Progressing($"Waiting for rollout to finish: {available} of {updated} updated replicas are available...")
            : HealthStatus.Healthy;
    }

    public static HealthStatus OfReplicaSet(JsonObject obj)
    {
        if (!IsObserved(obj))
        {
            return Progressing("Waiting for rollout to finish: observed replica set generation less than desired generation");
        }

        var failure = obj.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "ReplicaFailure" && condition.Text("status") == "True");
        var (wanted, available) = (obj.Number("spec", "replicas"), Status(obj, "availableReplicas"));
        return failure is not null ? new(HealthCode.Degraded, failure.Text("message"))
            : wanted is not null && available < wanted ? Progressing($"Waiting for rollout to finish: {available} out of {wanted} new replicas are available...")
            : HealthStatus.Healthy;
    }

    public static HealthStatus OfStatefulSet(JsonObject obj)
    {
        if (Status(obj, "observedGeneration") == 0 || !IsObserved(obj))
        {
            return Progressing("Waiting for statefulset spec update to be observed...");
        }

        var wanted = obj.Number("spec", "replicas");
        var (ready, updated) = (Status(obj, "readyReplicas"), Status(obj, "updatedReplicas"));
        if (wanted is not null && ready < wanted)
        {
            return Progressing($"Waiting for {wanted - ready} pods to be ready...");
        }

        var strategy = obj.Text("spec", "updateStrategy", "type");
        if (strategy == "RollingUpdate" && obj.Number("spec", "updateStrategy", "rollingUpdate", "partition") is { } partition and > 0)
        {
            return wanted is not null && updated < wanted - partition
                ? Progressing($"Waiting for partitioned roll out to finish: {updated} out of {wanted - partition} new pods have been updated...")
                : new(HealthCode.Healthy, $"partitioned roll out complete: {updated} new pods have been updated...");
        }

        if (strategy == "OnDelete")
        {
            return new(HealthCode.Healthy, $"statefulset has {ready} ready pods");
        }

        return obj.Text("status", "updateRevision") != obj.Text("status", "currentRevision")
            ? Progressing($"waiting for statefulset rolling update to complete {updated} pods at revision {obj.Text("status", "updateRevision")}...")
            : new(HealthCode.Healthy, $"statefulset rolling update complete {Status(obj, "currentReplicas")} pods at revision {obj.Text("status", "currentRevision")}...");
    }

    public static HealthStatus OfDaemonSet(JsonObject obj)
    {
        if (!IsObserved(obj))
        {
            return Progressing("Waiting for rollout to finish: observed daemon set generation less than desired generation");
        }

        var name = obj.Text("metadata", "name");
        var (wanted, updated, available) = (Status(obj, "desiredNumberScheduled"), Status(obj, "updatedNumberScheduled"), Status(obj, "numberAvailable"));
        return obj.Text("spec", "updateStrategy", "type") == "OnDelete" ? new(HealthCode.Healthy, $"daemon set {updated} out of {wanted} new pods have been updated")
            : updated < wanted ? Progressing($"Waiting for daemon set \"{name}\" rollout to finish: {updated} out of {wanted} new pods have been updated...")
            : available < wanted ? Progressing($"Waiting for daemon set \"{name}\" rollout to finish: {available} of {wanted} updated pods are available...")
            : HealthStatus.Healthy;
    }

    private static bool IsObserved(JsonObject obj) => (obj.Number("metadata", "generation") ?? 0) <= Status(obj, "observedGeneration");

    private static int Status(JsonObject obj, string field) => obj.Number("status", field) ?? 0;

    private static HealthStatus Progressing(string message) => new(HealthCode.Progressing, message);
}
