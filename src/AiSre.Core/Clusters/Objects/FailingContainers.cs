namespace AiSre.Clusters.Objects;

/// <summary>Which containers' logs say why something fails.</summary>
public static class FailingContainers
{
    /// <summary>
    /// The logs to read: of containers that wait after a crash, ended with an error, were restarted or are not ready; the run before too where there
    /// was one. The current runs of all come first, since the number of logs that are read is bounded.
    /// </summary>
    public static IEnumerable<(string Namespace, string Pod, string Container, bool Previous)> In(IEnumerable<Pod> pods)
    {
        var failing = pods
            .SelectMany(pod => pod.Containers.Where(container => IsFailing(pod, container)).Select(container => (Pod: pod, Container: container, Status: container.Status!)))
            .OrderByDescending(one => one.Status.State.Running is null)
            .ThenBy(one => one.Pod.Metadata.Namespace, StringComparer.Ordinal)
            .ThenBy(one => one.Pod.Metadata.Name, StringComparer.Ordinal)
            .ToList();
        return failing
            .Where(one => HasRun(one.Status))
            .Select(one => (one.Pod.Metadata.Namespace ?? "", one.Pod.Metadata.Name, one.Container.Spec.Name, false))
            .Concat(failing
                .Where(one => one.Status.RestartCount > 0)
                .Select(one => (one.Pod.Metadata.Namespace ?? "", one.Pod.Metadata.Name, one.Container.Spec.Name, true)));
    }

    private static bool IsFailing(Pod pod, RunningContainer container) => container.Status is { } status
        && (status.RestartCount > 0
            || status.State.Terminated is { ExitCode: not 0 }
            || (status.State.Running is not null && !status.Ready && container.Role == ContainerRole.Main && pod.Metadata.DeletionTimestamp is null));

    // One that waits for its image has no log to ask for.
    private static bool HasRun(ContainerStatus status) => status.State.Waiting is null || status.RestartCount > 0 || status.LastState.Terminated is not null;
}
