using System.Text.Json.Nodes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>Argo CD's health codes, from best to worst.</summary>
internal enum HealthCode
{
    Healthy,
    Suspended,
    Progressing,
    Missing,
    Degraded,
    Unknown,
}

/// <summary>How a resource is.</summary>
internal sealed record HealthStatus(HealthCode Code, string? Message)
{
    public static HealthStatus Healthy { get; } = new(HealthCode.Healthy, null);

    public JsonObject ToJson() => string.IsNullOrEmpty(Message)
        ? new() { ["status"] = Code.ToString() }
        : new() { ["message"] = Message, ["status"] = Code.ToString() };
}
