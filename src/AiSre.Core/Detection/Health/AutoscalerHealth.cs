using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of an autoscaler, by the reasons of its conditions.</summary>
/// <remarks>
/// Rules: gitops-engine/pkg/health/health_hpa.go; reasons: pkg/controller/podautoscaler/horizontal.go. The reason counts whatever the
/// condition's status is.
/// </remarks>
internal static class AutoscalerHealth
{
    public static ObjectHealth Of(HorizontalPodAutoscaler value)
    {
        var conditions = AutoscalerAnalyzer.ConditionsOf(value);
        return conditions.FirstOrDefault(IsDegraded) is { } degraded ? new(HealthStatus.Degraded, degraded.Message)
            : conditions.FirstOrDefault(one => one is { Type: "AbleToScale" or "ScalingLimited", IsTrue: true }) is { } able ? new(HealthStatus.Healthy, able.Message)
            : new(HealthStatus.Progressing, "Waiting to Autoscale");
    }

    private static bool IsDegraded(Condition one) =>
        one is { Type: "AbleToScale", Reason: "FailedGetScale" or "FailedUpdateScale" }
            or { Type: "ScalingActive", Reason: "FailedGetResourceMetric" or "FailedGetContainerResourceMetric" or "FailedGetObjectMetric" or "FailedGetPodsMetric" or "FailedGetExternalMetric" or "InvalidSelector" };
}
