using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>The pods of DaemonSets that do a node's work for others: its network, its storage.</summary>
internal static class NodeAgents
{
    /// <summary>What the network plugins in use call their agents.</summary>
    public static readonly string[] Network =
        ["calico", "canal", "cilium", "flannel", "weave", "kindnet", "aws-node", "antrea", "ovn", "kube-router", "multus", "azure-cni", "azure-cns", "netd", "cni"];

    /// <summary>The agents on the pod's node whose name holds one of the words, and their DaemonSets.</summary>
    public static IEnumerable<ObjectRef> Of(Pod pod, ObjectCache cache, params IReadOnlyList<string> words) => pod.Spec.NodeName.Length == 0 ? []
        : cache.All<DaemonSet>()
            .Where(set => words.Any(word => set.Metadata.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(set => cache.OwnedBy(set.Ref).OfType<Pod>().Where(agent => agent.Spec.NodeName == pod.Spec.NodeName).SelectMany(agent => new[] { agent.Ref, set.Ref }))
            .Distinct();
}
