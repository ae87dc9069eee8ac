using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents.Alerts;

/// <summary>Alerts that prove a cause themselves: what they measure is the cause, and not what follows from one.</summary>
/// <remarks>
/// Names and expressions: kubernetes-mixin (alerts/*.libsonnet), node_exporter's mixin, and the reasons of containers as kube-state-metrics labels
/// them. KubePodCrashLooping, KubeDeploymentReplicasMismatch, CPUThrottlingHigh, TargetDown and their like are missing on purpose: they tell that
/// something is wrong, and not what.
/// </remarks>
internal static class AlertVerdicts
{
    /// <summary>The cause that the alert proves; null when it proves none, or the object that it is about is of another kind.</summary>
    public static RootCause? Of(Alert alert, ObjectRef about) => (alert.Name, about.Kind) switch
    {
        ("KubePersistentVolumeFillingUp" or "KubePersistentVolumeInodesFillingUp", "PersistentVolumeClaim") => RootCause.VolumeFull,
        ("KubePersistentVolumeErrors", "PersistentVolume" or "PersistentVolumeClaim") => RootCause.VolumeUnavailable,
        ("KubeNodeNotReady" or "KubeNodeUnreachable" or "KubeNodeReadinessFlapping", "Node") => RootCause.NodeNotReady,
        ("NodeFilesystemAlmostOutOfSpace" or "NodeFilesystemAlmostOutOfFiles" or "NodeFilesystemSpaceFillingUp" or "NodeFilesystemFilesFillingUp", "Node") => RootCause.NodeDiskPressure,
        ("KubeNodePressure", "Node") => Pressure(alert),
        ("KubeHpaMaxedOut", "HorizontalPodAutoscaler") => RootCause.AutoscalerAtMaximum,
        ("KubeJobFailed", "Job" or "CronJob") => RootCause.JobFailed,
        ("KubeDeploymentRolloutStuck", "Deployment") => RootCause.RolloutStalled,
        ("KubeDaemonSetRolloutStuck", "DaemonSet") => RootCause.RolloutStalled,
        ("KubeStatefulSetUpdateNotRolledOut", "StatefulSet") => RootCause.RolloutStalled,
        _ => Reason(alert) == "OOMKilled" && about.Kind is "Pod" or "Deployment" or "StatefulSet" or "DaemonSet" or "Job" ? RootCause.OutOfMemoryKilled : null,
    };

    private static RootCause? Pressure(Alert alert) => alert.Labels.GetValueOrDefault("condition") switch
    {
        "MemoryPressure" => RootCause.NodeMemoryPressure,
        "DiskPressure" => RootCause.NodeDiskPressure,
        "PIDPressure" => RootCause.NodePidPressure,
        _ => null,
    };

    private static string? Reason(Alert alert) => alert.Labels.GetValueOrDefault("reason");
}
