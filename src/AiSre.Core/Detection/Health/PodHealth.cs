using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of a pod.</summary>
/// <remarks>Rules: gitops-engine/pkg/health/health_pod.go.</remarks>
internal static class PodHealth
{
    public static ObjectHealth Of(Pod pod)
    {
        var livesOn = LivesOn(pod);
        var waiting = livesOn ? pod.Status.ContainerStatuses.Select(container => container.State.Waiting).OfType<WaitingState>().Where(IsFailure).ToList() : [];
        return waiting.Count > 0
            ? new(HealthStatus.Degraded, string.Join(", ", waiting.Select(state => state.Message)))
            : new(StatusOf(pod, livesOn), pod.Status.Phase == "Failed" ? WhyFailed(pod) : pod.Status.Message);
    }

    private static HealthStatus StatusOf(Pod pod, bool livesOn) => pod.Status.Phase switch
    {
        "Pending" => HealthStatus.Progressing,
        "Succeeded" => HealthStatus.Healthy,
        "Failed" => HealthStatus.Degraded,
        "Running" when !livesOn => HealthStatus.Progressing,
        "Running" when pod.Status.Conditions.OfType("Ready") is { IsTrue: true } => HealthStatus.Healthy,
        "Running" when pod.Status.ContainerStatuses.Any(container => container.LastState.Terminated is not null) => HealthStatus.Degraded,
        "Running" => HealthStatus.Progressing,
        _ => HealthStatus.Unknown,
    };

    // A pod that ends by itself may be a hook, which must not fail while it still has a chance; so it is on its way until it has ended.
    private static bool LivesOn(Pod pod) =>
        pod.Spec.RestartPolicy is "Always" or ""
        || (pod.Metadata.Annotations[KeptAnnotations.ArgoIgnoreRestartPolicy] == "true" && pod.Metadata.Annotations[KeptAnnotations.ArgoHook] is null);

    private static bool IsFailure(WaitingState state) =>
        state.Reason.StartsWith("Err", StringComparison.Ordinal) || state.Reason.EndsWith("Error", StringComparison.Ordinal) || state.Reason.EndsWith("BackOff", StringComparison.Ordinal);

    private static string WhyFailed(Pod pod) => pod.Status.Message.Length > 0 ? pod.Status.Message
        : pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).Select(WhyFailed).FirstOrDefault(why => why.Length > 0) ?? "";

    private static string WhyFailed(ContainerStatus container) => container.State.Terminated switch
    {
        { Message.Length: > 0 } ended => ended.Message,
        { Reason: "OOMKilled" } => "OOMKilled",
        { ExitCode: not 0 } ended => $"container \"{container.Name}\" failed with exit code {ended.ExitCode}",
        _ => "",
    };
}
