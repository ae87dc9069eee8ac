using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>Argo CD's built-in health rules, by kind (gitops-engine, package health).</summary>
internal static class ResourceHealth
{
    /// <returns>Null for kinds without a rule; they do not count.</returns>
    public static HealthStatus? Of(JsonObject obj)
    {
        if (obj.Text("metadata", "deletionTimestamp") is not null && obj.Texts("metadata", "finalizers").Any())
        {
            return new(HealthCode.Progressing, "Pending deletion");
        }

        var apiVersion = obj.Text("apiVersion") ?? "";
        var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "";
        return (group, obj.Text("kind")) switch
        {
            ("apps", "Deployment") => WorkloadHealth.OfDeployment(obj),
            ("apps", "ReplicaSet") => WorkloadHealth.OfReplicaSet(obj),
            ("apps", "StatefulSet") => WorkloadHealth.OfStatefulSet(obj),
            ("apps", "DaemonSet") => WorkloadHealth.OfDaemonSet(obj),
            ("", "Pod") => PodHealth.Of(obj),
            ("", "Service") => OfLoadBalancer(obj, obj.Text("spec", "type") == "LoadBalancer"),
            ("networking.k8s.io" or "extensions", "Ingress") => OfLoadBalancer(obj, true),
            ("", "PersistentVolumeClaim") => OfClaim(obj.Text("status", "phase")),
            ("batch", "Job") => JobHealth.Of(obj),
            ("autoscaling", "HorizontalPodAutoscaler") => AutoscalerHealth.Of(obj),
            ("apiregistration.k8s.io", "APIService") => OfApiService(obj),
            ("argoproj.io", "Application") => OfApplication(obj),
            _ => null,
        };
    }

    private static HealthStatus OfLoadBalancer(JsonObject obj, bool needsOne) =>
        !needsOne || obj.Items("status", "loadBalancer", "ingress").Any() ? HealthStatus.Healthy : new(HealthCode.Progressing, null);

    private static HealthStatus OfClaim(string? phase) => new(phase switch
    {
        "Lost" => HealthCode.Degraded,
        "Pending" => HealthCode.Progressing,
        "Bound" => HealthCode.Healthy,
        _ => HealthCode.Unknown,
    }, null);

    private static HealthStatus OfApiService(JsonObject obj)
    {
        var available = obj.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Available");
        return available is null ? new(HealthCode.Progressing, "Waiting to be processed")
            : new(available.Text("status") == "True" ? HealthCode.Healthy : HealthCode.Progressing, $"{available.Text("reason")}: {available.Text("message")}");
    }

    private static HealthStatus? OfApplication(JsonObject obj) =>
        Enum.TryParse<HealthCode>(obj.Text("status", "health", "status"), out var code) ? new(code, obj.Text("status", "health", "message")) : null;
}
