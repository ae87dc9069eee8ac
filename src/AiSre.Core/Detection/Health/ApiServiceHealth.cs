using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of an aggregated API.</summary>
/// <remarks>Rules: gitops-engine/pkg/health/health_apiservice.go, which never says Degraded.</remarks>
internal static class ApiServiceHealth
{
    public static ObjectHealth Of(ApiService value) => value.Status.Conditions.OfType("Available") is { } available
        ? new(available.IsTrue ? HealthStatus.Healthy : HealthStatus.Progressing, $"{available.Reason}: {available.Message}")
        : new(HealthStatus.Progressing, "Waiting to be processed");
}
