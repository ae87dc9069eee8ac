using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>The rule for HorizontalPodAutoscalers: degraded by a condition that says what fails, healthy once it is able to scale.</summary>
internal static class AutoscalerHealth
{
    public static HealthStatus Of(JsonObject autoscaler)
    {
        var conditions = Conditions(autoscaler).ToList();
        if (conditions.FirstOrDefault(IsFailure) is { } failure)
        {
            return new(HealthCode.Degraded, failure.Text("message"));
        }

        return conditions.FirstOrDefault(condition => condition.Text("type") == "AbleToScale" && condition.Text("status") == "True") is { } able
            ? new(HealthCode.Healthy, able.Text("message"))
            : new(HealthCode.Progressing, "Waiting to Autoscale");
    }

    private static bool IsFailure(JsonObject condition) => (condition.Text("type"), condition.Text("reason")) switch
    {
        ("AbleToScale", "FailedGetScale" or "FailedUpdateScale") => true,
        ("ScalingActive", { } reason) => reason == "InvalidSelector" || (reason.StartsWith("FailedGet", StringComparison.Ordinal) && reason.EndsWith("Metric", StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>In autoscaling/v1 the conditions stand in an annotation.</summary>
    private static IEnumerable<JsonObject> Conditions(JsonObject autoscaler) =>
        autoscaler.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/conditions") is { } text
            ? (JsonNode.Parse(text) as JsonArray)?.OfType<JsonObject>() ?? []
            : autoscaler.Items("status", "conditions");
}
