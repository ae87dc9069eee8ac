using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>The pods of DaemonSets that do a node's work for others: its network, its storage.</summary>
/// <remarks>
/// Paths: the kubelet's plugin folders (pkg/kubelet/config/defaults.go) and those that container runtimes look for network plugins in; GKE keeps its
/// plugins in <c>/home/kubernetes/bin</c>.
/// </remarks>
internal static class NodeAgents
{
    private const string PluginFolder = "/var/lib/kubelet/plugins";

    private static readonly string[] NetworkFolders = ["/etc/cni", "/opt/cni", "/var/lib/cni", "/home/kubernetes/bin"];

    /// <summary>What the network plugins in use call their agents, for those that are installed otherwise.</summary>
    private static readonly string[] NetworkNames =
        ["calico", "canal", "cilium", "flannel", "weave", "kindnet", "aws-node", "antrea", "ovn", "kube-router", "multus", "azure-cni", "azure-cns", "netd", "cni"];

    /// <summary>The agents of the pod's node that give pods their network: they put plugins and configuration into the folders of the node.</summary>
    public static IEnumerable<ObjectRef> OfNetwork(Pod pod, ObjectCache cache) => Of(pod, cache, (set, agent) =>
        HostPaths(set, agent).Any(path => NetworkFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
        || NetworkNames.Any(name => Calls(set, agent, name)));

    /// <summary>The agents of the pod's node that serve a storage driver: they name it, or keep its socket where the kubelet looks for it.</summary>
    /// <param name="pod">Who waits for a volume.</param>
    /// <param name="driver">Such as <c>ebs.csi.aws.com</c>; empty when it is not known.</param>
    /// <param name="cache">The cluster.</param>
    public static IEnumerable<ObjectRef> OfDriver(Pod pod, string driver, ObjectCache cache)
    {
        var named = driver.Length == 0 ? [] : Of(pod, cache, (set, agent) => Serves(set, agent, driver)).ToList();
        return named.Count > 0 ? named : Of(pod, cache, (set, _) => set.Metadata.Name.Contains("csi", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<ObjectRef> Of(Pod pod, ObjectCache cache, Func<DaemonSet, Pod, bool> isOne) => pod.Spec.NodeName.Length == 0 ? []
        : Sets(pod, cache)
            .SelectMany(set => cache.OwnedBy(set.Ref).OfType<Pod>().Where(agent => agent.Spec.NodeName == pod.Spec.NodeName && isOne(set, agent)).SelectMany(agent => new[] { agent.Ref, set.Ref }))
            .Distinct();

    // Files may hold the pods without their DaemonSets.
    private static IEnumerable<DaemonSet> Sets(Pod pod, ObjectCache cache) => cache.All<DaemonSet>() is { Count: > 0 } known ? known
        : cache.All<Pod>().Where(agent => agent.Spec.NodeName == pod.Spec.NodeName && agent.Metadata.Controller is { Kind: "DaemonSet" })
            .Select(agent => new DaemonSet { Metadata = new ObjectMeta { Name = agent.Metadata.Controller!.Name, Namespace = agent.Metadata.Namespace } })
            .DistinctBy(set => set.Ref);

    private static bool Calls(DaemonSet set, Pod agent, string name) =>
        set.Metadata.Name.Contains(name, StringComparison.OrdinalIgnoreCase)
        || agent.Spec.Containers.Any(container => container.Image.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static bool Serves(DaemonSet set, Pod agent, string driver) =>
        HostPaths(set, agent).Any(path => path.StartsWith(PluginFolder, StringComparison.Ordinal) && path.Contains(driver, StringComparison.Ordinal))
        || set.Spec.Template.Spec.Containers.Concat(agent.Spec.Containers).Any(container =>
            container.Args.Concat(container.Command).Any(words => words.Contains(driver, StringComparison.Ordinal)));

    private static IEnumerable<string> HostPaths(DaemonSet set, Pod agent) =>
        set.Spec.Template.Spec.Volumes.Concat(agent.Spec.Volumes).Select(volume => volume.HostPath?.Path).OfType<string>();
}
