using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>The rule for Jobs.</summary>
internal static class JobHealth
{
    public static HealthStatus Of(JsonObject job)
    {
        foreach (var (type, code) in new[] { ("Failed", HealthCode.Degraded), ("Complete", HealthCode.Healthy), ("Suspended", HealthCode.Suspended) })
        {
            if (job.Items("status", "conditions").LastOrDefault(condition => condition.Text("type") == type && condition.Text("status") == "True") is { } condition)
            {
                return new(code, condition.Text("message"));
            }
        }

        return new(HealthCode.Progressing, null);
    }
}
