using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Guardrails.Risk;

/// <summary>What may go wrong when one field changes. Pure.</summary>
internal static class FieldRisk
{
    private static readonly string[] Workloads = ["Deployment", "ReplicaSet", "Rollout", "Pod", "Job", "CronJob"];
    private static readonly string[] CarefulWorkloads = ["StatefulSet", "DaemonSet"];
    private static readonly string[] Others =
        ["Service", "Ingress", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "Gateway", "ConfigMap", "HorizontalPodAutoscaler", "PodDisruptionBudget", "PodMonitor", "ServiceMonitor", "PrometheusRule"];
    private static readonly string[] Data = ["PersistentVolume", "PersistentVolumeClaim", "StorageClass", "VolumeSnapshot", "VolumeSnapshotClass", "VolumeSnapshotContent"];

    /// <summary>Whether it is known what a change of such an object does.</summary>
    public static bool IsKnown(string kind) => Workloads.Contains(kind) || CarefulWorkloads.Contains(kind) || Others.Contains(kind) || IsOfData(kind);

    /// <summary>Whether such objects hold data.</summary>
    public static bool IsOfData(string kind) => Data.Contains(kind);

    public static ChangeRisk Of(ChangedField field)
    {
        if (NeverAutomatic.Field(field.Path) is { } never)
        {
            return new ChangeRisk(RiskLevel.High, $"{field.Path} of {field.Object} is about {never}");
        }

        if (field.Path.Contains("volumeClaimTemplates", StringComparison.Ordinal) || field.Path.StartsWith("spec.selector", StringComparison.Ordinal))
        {
            return new ChangeRisk(RiskLevel.High, $"{field.Path} of {field.Object} makes it another object");
        }

        return Workloads.Contains(field.Kind) && IsSmall(field)
            ? new ChangeRisk(RiskLevel.Low, "")
            : new ChangeRisk(RiskLevel.Medium, $"{field.Path} of {field.Object} changes");
    }

    // More of what a workload has already, or a remark on it.
    private static bool IsSmall(ChangedField field) =>
        field.Path.StartsWith("metadata.labels", StringComparison.Ordinal)
        || field.Path.StartsWith("metadata.annotations", StringComparison.Ordinal)
        || ((field.Path.Contains(".resources.limits.", StringComparison.Ordinal) || field.Path.Contains(".resources.requests.", StringComparison.Ordinal)) && Grows(field, 4))
        || (field.Path == "spec.replicas" && Grows(field, 2));

    private static bool Grows(ChangedField field, int factor) =>
        ResourceQuantity.TryParse(field.Before, out var before) && ResourceQuantity.TryParse(field.After, out var after)
        && before.Value > 0 && after >= before && after.Value <= before.Value * factor;
}
