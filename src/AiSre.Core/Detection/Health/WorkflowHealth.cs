using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of an Argo workflow.</summary>
/// <remarks>Rules: gitops-engine/pkg/health/health_argo.go.</remarks>
internal static class WorkflowHealth
{
    public static ObjectHealth Of(OtherObject value) => new(
        value.Status.Phase switch
        {
            "" or "Pending" or "Running" => HealthStatus.Progressing,
            "Succeeded" => HealthStatus.Healthy,
            "Failed" or "Error" => HealthStatus.Degraded,
            _ => HealthStatus.Unknown,
        },
        value.Status.Message);
}
