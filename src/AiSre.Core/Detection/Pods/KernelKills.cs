using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Containers that ended by SIGKILL, and of which the runtime does not say why: whether the kernel of their node killed for memory then.</summary>
/// <remarks>
/// Reason <c>OOMKilling</c>: node-problem-detector's kernel monitor. Runtimes say <c>OOMKilled</c> only where the kernel killed a container's first
/// process; of another's end they see exit code 137 at most.
/// </remarks>
internal static class KernelKills
{
    private const int Killed = 137;

    private static readonly TimeSpan Around = TimeSpan.FromMinutes(2);

    /// <summary>What was said on the container's node about such a kill at the time that the container ended; null when nothing was.</summary>
    public static Event? Of(Pod pod, TerminatedState ended, ObjectCache cache) => ended.ExitCode != Killed || ended.Reason == "OOMKilled" || pod.Spec.NodeName.Length == 0 ? null
        : cache.EventsOf(NodeOf(pod, cache)).FirstOrDefault(said => said.Reason == "OOMKilling"
            && (ended.FinishedAt is not { } at || (at - (said.LastSeen ?? at) < Around && (said.FirstSeen ?? at) - at < Around)));

    private static Node NodeOf(Pod pod, ObjectCache cache) =>
        cache.Find<Node>(new ObjectRef("v1", "Node", null, pod.Spec.NodeName)) ?? new Node { Metadata = new ObjectMeta { Name = pod.Spec.NodeName } };
}
