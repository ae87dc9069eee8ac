using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Detection;

namespace AiSre.Remediation.Origins;

/// <summary>Which changes of an object may have introduced a fault of a kind: an image that cannot be pulled came with an image, not with a label. Pure.</summary>
public static class SuspectFields
{
    private const string PodSpec = "spec.template.spec.";

    private static readonly string[] Image = [".image", "imagePullSecrets", "imagePullPolicy", "serviceAccountName"];
    private static readonly string[] Resources = [".resources", "replicas", "emptyDir"];
    private static readonly string[] Program = [".command", ".args", ".image", "workingDir", ".lifecycle"];
    private static readonly string[] Settings = [".env", "envFrom", "configMap", "volumes", "volumeMounts", "data"];
    private static readonly string[] Probes = ["Probe", ".ports", ".image"];
    private static readonly string[] Security = ["securityContext", "serviceAccount", ".image", "volumeMounts"];
    private static readonly string[] References = ["configMap", "secret", "envFrom", ".env", "volumes", "volumeMounts", "serviceAccount", "claimName", "data", "imagePullSecrets"];
    private static readonly string[] Placement =
        [".resources", "nodeSelector", "nodeName", "ffinity", "olerations", "topologySpread", "hostPort", "hostNetwork", "replicas", "volumes", "priorityClass", "schedulerName"];

    /// <summary>The fields that a fault points at.</summary>
    private static readonly FrozenDictionary<RootCause, string[]> Pointed = new (RootCause[] Codes, string[] Fields)[]
    {
        ([RootCause.ImageNotFound, RootCause.ImagePullUnauthorized, RootCause.RegistryUnavailable, RootCause.RegistryRateLimited, RootCause.InvalidImageName, RootCause.ImagePlatformMismatch], Image),
        ([RootCause.CommandNotFound], Program),
        ([RootCause.ApplicationError, RootCause.InitContainerFailed], [.. Program, .. Settings]),
        ([RootCause.ApplicationConfigurationError, RootCause.DependencyUnavailable], [.. Settings, .. Program]),
        ([RootCause.OutOfMemoryKilled, RootCause.EphemeralStorageExceeded, RootCause.QuotaExceeded, RootCause.LimitRangeViolation], Resources),
        ([RootCause.PermissionDenied], Security),
        ([RootCause.LivenessProbeFailing, RootCause.ReadinessProbeFailing, RootCause.ProbeMisconfigured], Probes),
        ([RootCause.MissingConfigMap, RootCause.MissingConfigMapKey, RootCause.MissingSecret, RootCause.MissingSecretKey, RootCause.MissingServiceAccount, RootCause.MissingVolumeClaim, RootCause.VolumeMountFailed], References),
        ([RootCause.InsufficientCpu, RootCause.InsufficientMemory, RootCause.InsufficientResource, RootCause.NodeSelectorMismatch, RootCause.PodAffinityUnsatisfiable, RootCause.UntoleratedTaint, RootCause.HostPortConflict, RootCause.VolumeNodeConflict], Placement),
        ([RootCause.ServiceSelectorMismatch], ["selector", "labels"]),
        ([RootCause.ServicePortMismatch], ["ports", ".port"]),
    }.SelectMany(row => row.Codes.Select(code => KeyValuePair.Create(code, row.Fields))).ToFrozenDictionary();

    /// <summary>Faults of a program: whatever changed in its pod may be to blame when nothing that they point at did.</summary>
    private static readonly FrozenSet<RootCause> Broad = FrozenSet.Create(
        RootCause.CommandNotFound, RootCause.ApplicationError, RootCause.ApplicationConfigurationError, RootCause.DependencyUnavailable, RootCause.OutOfMemoryKilled,
        RootCause.EphemeralStorageExceeded, RootCause.PermissionDenied, RootCause.LivenessProbeFailing, RootCause.ReadinessProbeFailing, RootCause.ProbeMisconfigured,
        RootCause.InitContainerFailed);

    /// <summary>The changes that explain a fault; none when all of them are about something else.</summary>
    /// <param name="code">The fault.</param>
    /// <param name="changes">Everything that changed about an object since it was well.</param>
    public static ImmutableArray<DatedChange> Of(RootCause code, ImmutableArray<DatedChange> changes)
    {
        if (!Pointed.TryGetValue(code, out var fields))
        {
            return changes; // Nothing is known of what such a fault comes from, so everything may be it.
        }

        ImmutableArray<DatedChange> pointed = [.. changes.Where(change => fields.Any(field => change.Field.Path.Contains(field, StringComparison.Ordinal)))];
        return pointed.IsEmpty && Broad.Contains(code)
            ? [.. changes.Where(change => change.Field.Path.StartsWith(PodSpec, StringComparison.Ordinal))]
            : pointed;
    }
}
