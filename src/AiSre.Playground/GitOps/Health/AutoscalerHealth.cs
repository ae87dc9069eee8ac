using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>The rule for HorizontalPodAutoscalers: the first condition that says something decides.</summary>
internal static class AutoscalerHealth
{
    private static readonly (string Type, string Reason)[] Failures =
        [("AbleToScale", "FailedGetScale"), ("AbleToScale", "FailedUpdateScale"), ("ScalingActive", "FailedGetResourceMetric"), ("ScalingActive", "InvalidSelector")];

    private static readonly (string Type, string Reason)[] Successes =
        [("AbleToScale", "SucceededRescale"), ("ScalingLimited", "DesiredWithinRange"), ("ScalingLimited", "TooFewReplicas"), ("ScalingLimited", "TooManyReplicas")];

    public static HealthStatus Of(JsonObject autoscaler)
    {
        foreach (var condition in Conditions(autoscaler))
        {
            var key = (condition.Text("type") ?? "", condition.Text("reason") ?? "");
            if (Failures.Contains(key))
            {
                return new(HealthCode.Degraded, condition.Text("message"));
            }

            if (Successes.Contains(key))
            {
                return new(HealthCode.Healthy, condition.Text("message"));
            }
        }

        return new(HealthCode.Progressing, "Waiting to Autoscale");
    }

    /// <summary>In autoscaling/v1 the conditions stand in an annotation.</summary>
    private static IEnumerable<JsonObject> Conditions(JsonObject autoscaler) =>
        autoscaler.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/conditions") is { } text
            ? (JsonNode.Parse(text) as JsonArray)?.OfType<JsonObject>() ?? []
            : autoscaler.Items("status", "conditions");
}
