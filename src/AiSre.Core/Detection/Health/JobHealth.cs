using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of a Job.</summary>
/// <remarks>Rules: gitops-engine/pkg/health/health_job.go.</remarks>
internal static class JobHealth
{
    public static ObjectHealth Of(Job job)
    {
        var conditions = job.Status.Conditions;
        return conditions.OfType("Failed") is { } failed ? new(HealthStatus.Degraded, failed.Message)
            : conditions.OfType("Suspended") is { IsTrue: true } suspended ? new(HealthStatus.Suspended, suspended.Message)
            : (conditions.OfType("Complete") ?? conditions.OfType("Suspended")) is { } ended ? new(HealthStatus.Healthy, ended.Message)
            : new(HealthStatus.Progressing);
    }
}
