using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Incidents.Alerts;

/// <summary>Which object an alert is about, by the labels that exporters of Kubernetes and Argo CD set. Pure.</summary>
/// <remarks>
/// Prometheus adds the scrape target's own <c>namespace</c>, <c>pod</c>, <c>container</c>, <c>service</c> and <c>instance</c>; where the metric
/// had labels of these names they become <c>exported_…</c>, unless the scrape honours them (as kube-prometheus does for kube-state-metrics).
/// </remarks>
public static class AlertObjects
{
    /// <summary>The labels that name an object of a kind, the most telling first; a pod is asked about before its node and its controller.</summary>
    private static readonly (string Label, string ApiVersion, string Kind, bool IsNamespaced)[] Named =
    [
        ("persistentvolumeclaim", "v1", "PersistentVolumeClaim", true),
        ("horizontalpodautoscaler", "autoscaling/v2", "HorizontalPodAutoscaler", true),
        ("hpa", "autoscaling/v2", "HorizontalPodAutoscaler", true),
        ("poddisruptionbudget", "policy/v1", "PodDisruptionBudget", true),
        ("deployment", "apps/v1", "Deployment", true),
        ("statefulset", "apps/v1", "StatefulSet", true),
        ("daemonset", "apps/v1", "DaemonSet", true),
        ("job_name", "batch/v1", "Job", true),
        ("cronjob", "batch/v1", "CronJob", true),
        ("replicaset", "apps/v1", "ReplicaSet", true),
        ("ingress", "networking.k8s.io/v1", "Ingress", true),
        ("persistentvolume", "v1", "PersistentVolume", false),
    ];

    /// <summary>The jobs of exporters whose own pod says nothing of what they report.</summary>
    private static readonly string[] Exporters = ["kube-state-metrics", "node-exporter", "node_exporter", "blackbox", "pushgateway", "kubelet", "cadvisor", "apiserver"];

    /// <summary>The object that the labels name; null when they name none that is known.</summary>
    /// <param name="labels">The alert's labels.</param>
    /// <param name="cache">The cluster as it is known.</param>
    public static ObjectRef? Find(ImmutableSortedDictionary<string, string> labels, ObjectCache cache) =>
        Candidates(labels, cache).FirstOrDefault(candidate => IsKnown(candidate, cache));

    private static IEnumerable<ObjectRef> Candidates(ImmutableSortedDictionary<string, string> labels, ObjectCache cache)
    {
        if (IsArgoCd(labels) && labels.GetValueOrDefault("name") is { } application)
        {
            foreach (var space in Spaces(labels))
            {
                yield return new ObjectRef("argoproj.io/v1alpha1", "Application", space, application);
            }

            // The namespace is often the scrape target's; a name that only one application has is clear enough.
            if (cache.All<Application>().Where(candidate => candidate.Metadata.Name == application).Take(2).ToList() is [var only])
            {
                yield return only.Ref;
            }
        }

        // What was exported is never the scrape target's own.
        foreach (var candidate in Pods(labels, "exported_pod", Spaces(labels), cache).Concat(Objects(labels, "exported_")))
        {
            yield return candidate;
        }

        var isExporter = IsExporter(labels);
        var ownsPod = isExporter && IsOwnPod(labels);
        var objects = Objects(labels, "");
        var pods = ownsPod ? [] : Pods(labels, "pod", Spaces(labels), cache);
        foreach (var candidate in isExporter ? objects.Concat(pods) : VolumeClaims(labels).Concat(pods).Concat(objects))
        {
            yield return candidate;
        }

        // A plain "job" is the scrape's, unless a Job is called so.
        if (!isExporter && labels.GetValueOrDefault("job") is { } job)
        {
            foreach (var space in Spaces(labels))
            {
                yield return new ObjectRef("batch/v1", "Job", space, job);
            }
        }

        foreach (var label in (string[])["exported_node", "node", "nodename", "kubernetes_node", "exported_instance", "instance"])
        {
            if (labels.GetValueOrDefault(label) is { Length: > 0 } node)
            {
                yield return new ObjectRef("v1", "Node", null, WithoutPort(node));
            }
        }
    }

    private static IEnumerable<ObjectRef> VolumeClaims(ImmutableSortedDictionary<string, string> labels) =>
        Objects(labels, "").Where(candidate => candidate.Kind == "PersistentVolumeClaim");

    private static IEnumerable<ObjectRef> Objects(ImmutableSortedDictionary<string, string> labels, string prefix)
    {
        foreach (var (label, apiVersion, kind, isNamespaced) in Named)
        {
            if (labels.GetValueOrDefault(prefix + label) is not { Length: > 0 } name)
            {
                continue;
            }

            foreach (var space in isNamespaced ? Spaces(labels) : [null!])
            {
                yield return new ObjectRef(apiVersion, kind, space, name);
            }
        }
    }

    /// <summary>The pod; where it was replaced meanwhile, the workload that its name was made from.</summary>
    private static IEnumerable<ObjectRef> Pods(ImmutableSortedDictionary<string, string> labels, string label, IReadOnlyList<string> spaces, ObjectCache cache)
    {
        if (labels.GetValueOrDefault(label) is not { Length: > 0 } pod)
        {
            yield break;
        }

        foreach (var space in spaces)
        {
            yield return new ObjectRef("v1", "Pod", space, pod);
            if (WithoutLast(pod) is not { } owner)
            {
                continue;
            }

            // <deployment>-<hash>-<random>, <statefulset>-<ordinal>, <daemonset>-<random>
            if (WithoutLast(owner) is { } deployment)
            {
                yield return new ObjectRef("apps/v1", "Deployment", space, deployment);
            }

            foreach (var kind in (string[])["StatefulSet", "DaemonSet", "ReplicaSet"])
            {
                yield return new ObjectRef("apps/v1", kind, space, owner);
            }

            yield return new ObjectRef("batch/v1", "Job", space, owner);
        }
    }

    private static IReadOnlyList<string> Spaces(ImmutableSortedDictionary<string, string> labels) =>
        [.. new[] { labels.GetValueOrDefault("exported_namespace"), labels.GetValueOrDefault("namespace") }.OfType<string>().Where(space => space.Length > 0).Distinct()];

    private static bool IsArgoCd(ImmutableSortedDictionary<string, string> labels) =>
        labels.GetValueOrDefault("job")?.Contains("argocd", StringComparison.OrdinalIgnoreCase) == true
        || labels.GetValueOrDefault("service")?.Contains("argocd", StringComparison.OrdinalIgnoreCase) == true
        || labels.ContainsKey("sync_status") || labels.ContainsKey("health_status") || labels.ContainsKey("dest_namespace");

    private static bool IsExporter(ImmutableSortedDictionary<string, string> labels) =>
        labels.GetValueOrDefault("job") is { } job && Exporters.Any(exporter => job.Contains(exporter, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the pod is the exporter's: its name is made from the scrape's, or the metric's own was moved out of its way.</summary>
    private static bool IsOwnPod(ImmutableSortedDictionary<string, string> labels) =>
        labels.ContainsKey("exported_namespace") || labels.ContainsKey("exported_pod")
        || (labels.GetValueOrDefault("pod") is { } pod
            && Exporters.Any(exporter => pod.Contains(exporter, StringComparison.OrdinalIgnoreCase)));

    private static bool IsKnown(ObjectRef candidate, ObjectCache cache) =>
        cache.Find(candidate) is not null
        // Of a kind that is not watched only the label tells; a namespaced object needs its namespace.
        || (!ObjectKinds.All.Any(kind => kind.Kind == candidate.Kind && kind.Group == candidate.Group)
            && (candidate.Namespace is not null || candidate.Kind == "PersistentVolume"));

    private static string? WithoutLast(string name) => name.LastIndexOf('-') is var dash and > 0 ? name[..dash] : null;

    private static string WithoutPort(string address) =>
        address.LastIndexOf(':') is var colon and > 0 && address.IndexOf(':', StringComparison.Ordinal) == colon ? address[..colon] : address;
}
