using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>What each symptom is keyed by: symptoms of one key show one and the same cause.</summary>
internal static class CauseKeys
{
    /// <param name="symptom">The symptom.</param>
    /// <param name="failingRegistries">The registries that are known to fail for every image.</param>
    /// <param name="assigned">The key of the open incident that has the symptom; null when none has.</param>
    public static string Of(Symptom symptom, IReadOnlySet<string> failingRegistries, string? assigned) => symptom.Reason switch
    {
        SymptomReason.ImagePullFailed => ImageKey(symptom, failingRegistries, assigned),
        SymptomReason.RolloutStalled or SymptomReason.ReplicasUnavailable => $"rollout:{symptom.Workload.Address}",
        SymptomReason.ApplicationDegraded => $"application:{symptom.Object.Address}",
        _ when symptom.Fault is { } fault => $"{Family(symptom)}:{fault.Anchor.Address}",
        _ => $"{Family(symptom)}:{symptom.Workload.Address}",
    };

    // Not finer: what a container's log says may become known later, and must not make another incident of it.
    private static string Family(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.ContainerCrashing or SymptomReason.ContainerOutOfMemory or SymptomReason.ProbeFailing or SymptomReason.PodNotReady
            or SymptomReason.InitContainerStuck or SymptomReason.LogReportsFailure => "container",
        SymptomReason.ContainerCannotStart when symptom.Fault is not { Code: >= RootCause.MissingConfigMap and <= RootCause.RbacForbidden } => "container",
        SymptomReason.PodUnschedulable when symptom.Fault is not { Code: RootCause.MissingVolumeClaim } => "scheduling",
        SymptomReason.JobFailed => "job",
        SymptomReason.ApplicationSyncFailed or SymptomReason.ApplicationComparisonFailed or SymptomReason.ApplicationInvalid => "application",
        SymptomReason.PromotionFailed or SymptomReason.StageUnhealthy => "promotion",
        _ when symptom.Fault is { Code: RootCause.KargoPromotionFailed or RootCause.KargoVerificationFailed } => "promotion",
        _ when symptom.Fault is { } fault => fault.Code switch
        {
            <= RootCause.ImagePlatformMismatch => "image",
            <= RootCause.InitContainerFailed => "container",
            <= RootCause.RbacForbidden => "configuration",
            <= RootCause.NodeUnschedulable => "scheduling",
            <= RootCause.VolumeFull => "storage",
            <= RootCause.NodeNetworkUnavailable => "node",
            <= RootCause.WebhookUnavailable => "policy",
            <= RootCause.ScaledToZero => "workload",
            <= RootCause.DnsFailure => "network",
            _ => "gitops",
        },
        _ => "object",
    };

    private static string ImageKey(Symptom symptom, IReadOnlySet<string> failingRegistries, string? assigned)
    {
        var registryKey = Registry(symptom) is { } registry ? $"registry:{registry}" : null;
        var workloadKey = $"image:{symptom.Workload.Address}";
        if (symptom.PullFailure.IsRegistryWide())
        {
            return registryKey ?? workloadKey;
        }

        if (symptom.PullFailure != PullFailure.Unknown)
        {
            return workloadKey;
        }

        // Nobody says why this pull fails. Others from the same registry may.
        return Registry(symptom) is { } host && failingRegistries.Contains(host) ? $"registry:{host}"
            : assigned is not null && (assigned == registryKey || assigned == workloadKey) ? assigned
            : workloadKey;
    }

    private static string? Registry(Symptom symptom) => symptom.Parameters.GetValueOrDefault(SymptomParameters.Registry);
}
