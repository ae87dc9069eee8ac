using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods whose sandbox, and with it their network, cannot be created.</summary>
internal static class SandboxSymptoms
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        var said = pod.Status.Phase is "Pending" or ""
            ? cache.EventsOf(pod).FirstOrDefault(one => one.Reason is "FailedCreatePodSandBox" or "FailedPodSandBoxStatus" or "NetworkNotReady" && now - (one.LastSeen ?? now) < Recent)
            : null;
        if (said is null || pod.Containers.Any(container => container.Status?.State.Running is not null))
        {
            yield break;
        }

        var workload = cache.WorkloadOf(pod);
        var node = pod.Spec.NodeName.Length > 0 ? new ObjectRef("v1", "Node", null, pod.Spec.NodeName) : null;
        var symptom = new SymptomBuilder(SymptomReason.SandboxNotCreated, Severity.Error, pod, workload).Says(said.Text).Since(said.FirstSeen).Quotes(said);
        if (said.Text.Contains("failed to reserve sandbox name", StringComparison.Ordinal))
        {
            symptom.PointsAt(node is null ? [] : [node]); // The attempt before is still under way: a slow node, not a network.
        }
        else
        {
            symptom.Blames(RootCause.NodeNetworkUnavailable, node ?? workload).PointsAt(node is null ? [] : [node]);
        }

        yield return symptom.Build();
    }
}
