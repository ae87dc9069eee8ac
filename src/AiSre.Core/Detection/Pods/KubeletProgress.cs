using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>How far the kubelet has come with a pod, by what it says last: what failed before is over once a later step has begun.</summary>
/// <remarks>Order of the steps: pkg/kubelet SyncPod: volumes, then the sandbox, then each container's image, creation and start.</remarks>
internal static class KubeletProgress
{
    /// <summary>Whether a container's own steps began after the failure was last seen, so volumes and sandbox are there.</summary>
    public static bool HasPassed(Event failure, Pod pod, ObjectCache cache) => cache.EventsOf(pod).Any(one =>
        one.Reason is "Pulling" or "Pulled" or "Created" or "Started" && one.LastSeen >= failure.LastSeen);

    /// <summary>Whether a message is one of those that every start may bring and that the next try ends: the kubelet's caches are not filled yet.</summary>
    public static bool IsPassing(Event failure, DateTimeOffset now) =>
        (failure.Text.Contains("failed to sync", StringComparison.Ordinal) || failure.Text.Contains("not registered", StringComparison.Ordinal)
            || failure.Text.Contains("have not yet been read at least once", StringComparison.Ordinal))
        && now - (failure.FirstSeen ?? now) < TimeSpan.FromMinutes(2);
}
