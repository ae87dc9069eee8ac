using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters.History;

/// <summary>Which objects are recorded, and what about them counts as a change. Pure.</summary>
/// <remarks>
/// Recorded is what people and Git write. What a controller makes from it (ReplicaSets, the Jobs of a CronJob, pods) follows from its owner's
/// revision, so objects with a controller are left out. Secrets are never recorded.
/// </remarks>
public static class RecordedObjects
{
    /// <summary>Kinds without a generation whose status hardly ever changes, so that a new resource version is worth a look.</summary>
    private static readonly FrozenSet<string> WithoutGeneration = FrozenSet.Create(
        StringComparer.Ordinal, "ConfigMap", "Service", "PersistentVolumeClaim", "PersistentVolume", "StorageClass", "LimitRange", "ServiceAccount");

    /// <summary>Never, whatever their generation says: their spec is not what people write, or must not be read.</summary>
    private static readonly FrozenSet<string> Never = FrozenSet.Create(
        StringComparer.Ordinal, "Secret", "Pod", "Event", "Node", "Endpoints", "EndpointSlice", "Lease", "ControllerRevision");

    /// <summary>Differs when what is recorded may differ; null when the object is not recorded.</summary>
    public static string? ChangeKeyOf(KubeObject value)
    {
        if (Never.Contains(value.Kind) || value.Metadata.Controller is not null)
        {
            return null;
        }

        if (value is Application application)
        {
            // Argo CD's resource has no status of its own to the API, so each of its status writes is a new generation.
            return Hash($"{value.Metadata.Uid}\n{JsonSerializer.Serialize(application.Spec)}\n{CommitOf(application)}");
        }

        return value.Metadata.Generation > 0 ? $"{value.Metadata.Uid}/{value.Metadata.Generation}"
            : WithoutGeneration.Contains(value.Kind) ? $"{value.Metadata.Uid}@{value.Metadata.ResourceVersion}"
            : null;
    }

    /// <summary>The commit that an application was last synced to, or else compared with; null for every other kind, or when it says none.</summary>
    public static string? CommitOf(KubeObject value) =>
        value is not Application application ? null
        : application.Status.OperationState?.SyncResult?.Revision is { Length: > 0 } synced ? synced
        : application.Status.Sync.Revision is { Length: > 0 } compared ? compared
        : null;

    /// <summary>Whether all that the object asks for runs: its rollout is complete at the revision that it has now.</summary>
    public static bool IsHealthy(KubeObject value) => value switch
    {
        Deployment { Spec: var spec, Status: var status } =>
            status.ObservedGeneration >= value.Metadata.Generation
            && status.UpdatedReplicas >= spec.Replicas && status.AvailableReplicas >= spec.Replicas && status.Replicas <= spec.Replicas,
        StatefulSet { Spec: var spec, Status: var status } => status.ReadyReplicas >= spec.Replicas,
        DaemonSet { Status: var status } => status.DesiredNumberScheduled > 0 && status.NumberReady >= status.DesiredNumberScheduled,
        Application { Status: var status } => status.Health.Status == "Healthy" && status.Sync.Status == "Synced",
        _ => false,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
