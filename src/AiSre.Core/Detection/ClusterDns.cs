using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>The cluster's own DNS, whatever serves it.</summary>
internal static class ClusterDns
{
    public const string Namespace = "kube-system";

    public static IEnumerable<Pod> Pods(ObjectCache cache) => cache.In<Pod>(Namespace).Where(IsDns);

    /// <summary>Its pods, workloads and Services.</summary>
    public static IEnumerable<ObjectRef> Objects(ObjectCache cache) => Pods(cache)
        .SelectMany(pod => new[] { pod.Ref, cache.WorkloadOf(pod) })
        .Concat(cache.In<Service>(Namespace).Where(IsDns).Select(service => service.Ref))
        .Concat(cache.In<Deployment>(Namespace).Where(IsDns).Select(one => one.Ref))
        .Concat(cache.In<DaemonSet>(Namespace).Where(IsDns).Select(one => one.Ref))
        .Distinct();

    // The addon carries this label whatever serves it; distributions name it themselves.
    private static bool IsDns(KubeObject value) =>
        value.Metadata.Labels["k8s-app"] is "kube-dns" or "coredns" or "node-local-dns"
        || value.Metadata.Labels["app.kubernetes.io/name"] is "coredns"
        || value.Metadata.Name is "coredns" or "kube-dns";
}
