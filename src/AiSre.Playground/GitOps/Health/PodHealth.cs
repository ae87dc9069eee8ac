using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Health;

/// <summary>The rule for pods.</summary>
internal static class PodHealth
{
    public static HealthStatus Of(JsonObject pod)
    {
        var restarts = IgnoresRestartPolicy(pod) ? "Always" : pod.Text("spec", "restartPolicy") ?? "Always";
        var containers = pod.Items("status", "containerStatuses").ToList();

        // Where restarts go on for ever, a waiting container is the only sign that they are in vain.
        var stuck = restarts != "Always" ? [] : containers
            .Select(container => container.Child("state", "waiting"))
            .Where(waiting => IsHopeless(waiting.Text("reason")))
            .Select(waiting => waiting.Text("message") ?? "").ToList();
        if (stuck.Count > 0)
        {
            return new(HealthCode.Degraded, string.Join(", ", stuck));
        }

        return pod.Text("status", "phase") switch
        {
            "Pending" => new(HealthCode.Progressing, pod.Text("status", "message")),
            "Succeeded" => new(HealthCode.Healthy, pod.Text("status", "message")),
            "Failed" => new(HealthCode.Degraded, FailureOf(pod, containers)),
            "Running" when restarts == "Always" => OfRunning(pod, containers),
            "Running" => new(HealthCode.Progressing, pod.Text("status", "message")),
            _ => new(HealthCode.Unknown, pod.Text("status", "message")),
        };
    }

    private static HealthStatus OfRunning(JsonObject pod, List<JsonObject> containers)
    {
        if (pod.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True"))
        {
            return new(HealthCode.Healthy, pod.Text("status", "message"));
        }

        return containers.Any(container => container.Child("lastState", "terminated") is not null)
            ? new(HealthCode.Degraded, pod.Text("status", "message"))
            : new(HealthCode.Progressing, pod.Text("status", "message"));
    }

    private static string? FailureOf(JsonObject pod, List<JsonObject> containers)
    {
        if (pod.Text("status", "message") is { Length: > 0 } message)
        {
            return message;
        }

        var ended = containers.Concat(pod.Items("status", "initContainerStatuses"))
            .FirstOrDefault(container => container.Number("state", "terminated", "exitCode") is not (null or 0));
        return ended is null ? null
            : ended.Text("state", "terminated", "message") is { Length: > 0 } own ? own
            : ended.Text("state", "terminated", "reason") == "OOMKilled" ? "OOMKilled"
            : $"container \"{ended.Text("name")}\" failed with exit code {ended.Number("state", "terminated", "exitCode")}";
    }

    /// <summary>A pod that is to run on although it is not restarted says so; a hook is to end, whatever it says.</summary>
    private static bool IgnoresRestartPolicy(JsonObject pod) =>
        pod.Text("metadata", "annotations", "argocd.argoproj.io/ignore-restart-policy") == "true" && pod.Text("metadata", "annotations", "argocd.argoproj.io/hook") is null;

    private static bool IsHopeless(string? reason) => reason is not null
        && (reason.StartsWith("Err", StringComparison.Ordinal) || reason.EndsWith("Error", StringComparison.Ordinal) || reason.EndsWith("BackOff", StringComparison.Ordinal));
}
