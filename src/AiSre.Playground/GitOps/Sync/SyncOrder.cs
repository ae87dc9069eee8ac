using System.Globalization;
using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Sync;

/// <summary>In which order a sync applies: by wave, then what others need first, then by name.</summary>
internal static class SyncOrder
{
    private static readonly string[] Kinds =
    [
        "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "ServiceAccount", "Secret", "ConfigMap",
        "PersistentVolumeClaim", "CustomResourceDefinition", "Service", "DaemonSet", "Pod", "ReplicaSet", "Deployment",
        "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "Ingress",
    ];

    public static IEnumerable<ManagedResource> Of(IEnumerable<ManagedResource> resources) => resources
        .OrderBy(WaveOf)
        .ThenBy(resource => Array.IndexOf(Kinds, resource.Key.Kind) is >= 0 and var index ? index : Kinds.Length)
        .ThenBy(resource => resource.Key.Name, StringComparer.Ordinal);

    private static int WaveOf(ManagedResource resource) =>
        int.TryParse(resource.Target.Text("metadata", "annotations", "argocd.argoproj.io/sync-wave"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wave) ? wave : 0;
}
