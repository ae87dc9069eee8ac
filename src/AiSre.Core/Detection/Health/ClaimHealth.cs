using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of a claim.</summary>
/// <remarks>
/// Rules: gitops-engine/pkg/health/health_pvc.go. One that nobody provisions yet waits for its first consumer, which is as it should be.
/// </remarks>
internal static class ClaimHealth
{
    public static ObjectHealth Of(PersistentVolumeClaim value) => value.Status.Phase switch
    {
        "Bound" => new(HealthStatus.Healthy),
        "Lost" => new(HealthStatus.Degraded),
        "Pending" when value.Metadata.Annotations[KeptAnnotations.StorageProvisioner] is not null => new(HealthStatus.Progressing, "Provisioning volume"),
        "Pending" => new(HealthStatus.Healthy, "Waiting for consumer"),
        _ => new(HealthStatus.Unknown),
    };
}
