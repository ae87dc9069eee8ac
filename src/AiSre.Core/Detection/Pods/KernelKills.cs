using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Containers that ended by SIGKILL, and of which the runtime does not say why: whether the kernel of their node killed for memory then.</summary>
/// <remarks>
/// Reasons: <c>OOMKilling</c> is node-problem-detector's (kernel monitor), <c>SystemOOM</c> the kubelet's, for kills outside of any limit. Runtimes say <c>OOMKilled</c> only where the kernel killed a container's first
/// process; of another's end they see exit code 137 at most.
/// </remarks>
internal static class KernelKills
{
    private const int Killed = 137;

    private static readonly TimeSpan Around = TimeSpan.FromMinutes(2);

    /// <summary>What was said on the container's node about such a kill at the time that the container ended; null when nothing was.</summary>
    public static Event? Of(Pod pod, TerminatedState ended, ObjectCache cache) => ended.ExitCode != Killed || ended.Reason == "OOMKilled" || pod.Spec.NodeName.Length == 0 ? null
        : cache.EventsOf(NodeOf(pod, cache)).FirstOrDefault(said => (said.Reason == "OOMKilling" || (said.Reason == "SystemOOM" && !IsKnown(pod, cache))) // Of a node that is known it is the node's own symptom.
            && (ended.FinishedAt is not { } at || (at - (said.LastSeen ?? at) < Around && (said.FirstSeen ?? at) - at < Around)));

    private static bool IsKnown(Pod pod, ObjectCache cache) => cache.Find<Node>(Ref(pod)) is not null;

    private static ObjectRef Ref(Pod pod) => new("v1", "Node", null, pod.Spec.NodeName);

    private static Node NodeOf(Pod pod, ObjectCache cache) => cache.Find<Node>(Ref(pod)) ?? new Node { Metadata = new ObjectMeta { Name = pod.Spec.NodeName } };
}
