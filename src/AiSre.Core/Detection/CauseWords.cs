using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Each cause in a few words, for titles and sentences.</summary>
public static class CauseWords
{
    /// <summary><c>Deployment shop/checkout</c>, <c>Node worker-1</c>.</summary>
    public static string Name(ObjectRef reference) =>
        string.IsNullOrEmpty(reference.Namespace) ? $"{reference.Kind} {reference.Name}" : $"{reference.Kind} {reference.Namespace}/{reference.Name}";

    /// <summary>The cause as a line without a full stop.</summary>
    public static string Title(Fault fault, Symptom symptom)
    {
        var at = Name(fault.Object);
        var workload = Name(symptom.Workload);
        var reference = symptom.Parameters.GetValueOrDefault(SymptomParameters.Reference);
        var host = symptom.Parameters.GetValueOrDefault(SymptomParameters.Host);
        var container = symptom.Parameters.GetValueOrDefault(SymptomParameters.Container);
        var resource = symptom.Parameters.GetValueOrDefault(SymptomParameters.Resource);
        var probe = symptom.Parameters.GetValueOrDefault(SymptomParameters.Probe);
        return fault.Code switch
        {
            RootCause.ImagePlatformMismatch => $"The image of {workload} is built for another platform",
            RootCause.CommandNotFound => $"{workload} starts a command that is not in its image",
            RootCause.ApplicationError => $"{workload} fails by itself",
            RootCause.ApplicationConfigurationError => $"{workload} is configured wrongly{(reference is null ? "" : $": {reference}")}",
            RootCause.DependencyUnavailable => $"{workload} cannot reach {host ?? "what it depends on"}",
            RootCause.CertificateExpired => $"A certificate of {at} is over",
            RootCause.OutOfMemoryKilled => $"{workload} exceeds its memory limit",
            RootCause.EphemeralStorageExceeded => $"{workload} runs out of disk space of its own",
            RootCause.PermissionDenied => $"{workload} may not do what it tries",
            RootCause.LivenessProbeFailing => $"{workload} does not answer its {probe ?? "liveness"} probe",
            RootCause.ReadinessProbeFailing => $"{workload} does not become ready",
            RootCause.ProbeMisconfigured => $"The {probe ?? ""} probe of {workload} is wrong".Replace("  ", " ", StringComparison.Ordinal),
            RootCause.InitContainerFailed => $"Init container {container} of {workload} does not get done",
            RootCause.MissingConfigMap or RootCause.MissingSecret or RootCause.MissingServiceAccount or RootCause.MissingVolumeClaim => $"{at} does not exist",
            RootCause.MissingConfigMapKey or RootCause.MissingSecretKey => $"{at} has no key {symptom.Parameters.GetValueOrDefault(SymptomParameters.Key)}",
            RootCause.RbacForbidden => $"{workload} is not allowed to do what it needs{(reference is null ? "" : $" ({reference})")}",
            RootCause.InsufficientCpu => $"No node has the CPU that {workload} requests",
            RootCause.InsufficientMemory => $"No node has the memory that {workload} requests",
            RootCause.InsufficientResource => $"No node has the {resource ?? "resource"} that {workload} requests",
            RootCause.NodeSelectorMismatch => $"No node has the labels that {workload} asks for",
            RootCause.PodAffinityUnsatisfiable => $"No node satisfies the pod affinity of {workload}",
            RootCause.UntoleratedTaint => $"{workload} does not tolerate the taint {reference}",
            RootCause.HostPortConflict => $"The host port of {workload} is taken on every node",
            RootCause.VolumeNodeConflict => $"The volume of {workload} is bound to another node or zone",
            RootCause.NodeUnschedulable => fault.Object.Kind == "Node" ? $"{at} is cordoned" : $"The nodes for {workload} are cordoned",
            RootCause.StorageClassNotFound => $"StorageClass {fault.Anchor.Name} of {at} does not exist",
            RootCause.VolumeProvisioningFailed => $"The volume of {at} cannot be provisioned",
            RootCause.VolumeUnavailable => $"{at} has no volume",
            RootCause.VolumeMountFailed => $"A volume of {workload} cannot be mounted",
            RootCause.VolumeFull => $"{at} is full",
            RootCause.NodeNotReady => $"{at} is not ready",
            RootCause.NodeMemoryPressure => $"{at} is short of memory",
            RootCause.NodeDiskPressure => $"{at} is short of disk space",
            RootCause.NodePidPressure => $"{at} is short of process ids",
            RootCause.NodeNetworkUnavailable => $"{at} has no working pod network",
            RootCause.QuotaExceeded => $"{at} is used up",
            RootCause.LimitRangeViolation => $"{workload} asks for more than a LimitRange allows",
            RootCause.AdmissionDenied => $"The pods of {workload} are refused by policy",
            RootCause.WebhookUnavailable => $"{at} does not answer",
            RootCause.RolloutStalled => $"{workload} does not roll out",
            RootCause.JobFailed => $"{at} failed",
            RootCause.CronJobInvalidSchedule => $"The schedule of {at} is invalid",
            RootCause.CronJobSuspended => $"{at} is suspended",
            RootCause.StatefulSetServiceMissing => $"Service {reference} of {at} does not exist",
            RootCause.AutoscalerTargetMissing => $"The target of {at} cannot be scaled",
            RootCause.AutoscalerMetricsUnavailable => $"{at} cannot read its metrics",
            RootCause.AutoscalerAtMaximum => $"{at} is at its maximum",
            RootCause.DisruptionBudgetBlocks => $"{at} allows no disruption",
            RootCause.ScaledToZero => $"{at} is scaled to zero",
            RootCause.ServiceSelectorMismatch => $"{at} selects no pod",
            RootCause.ServicePortMismatch => $"{at} sends to a port that its pods do not open",
            RootCause.ServiceBackendsNotReady => $"{at} has no ready pod",
            RootCause.IngressBackendMissing => $"{at} sends to {reference}, which is not there",
            RootCause.IngressClassMissing => $"No controller serves {at}",
            RootCause.TlsSecretMissing => $"The TLS Secret {reference} of {at} does not exist",
            RootCause.GatewayNotAccepted => $"{at} is not accepted",
            RootCause.NetworkPolicyBlocks => $"{at} blocks the traffic to {host ?? "what needs it"}",
            RootCause.DnsFailure => host is null ? $"{workload} cannot resolve names" : $"{workload} cannot resolve {host}",
            RootCause.ArgoSyncFailed => $"Application {fault.Object.Name} cannot be synced",
            RootCause.ArgoManifestGenerationFailed => $"The manifests of {at} cannot be rendered",
            RootCause.ArgoSourceUnavailable => $"The source of {at} cannot be read",
            RootCause.ArgoInvalidSpec => $"{at} is invalid",
            RootCause.ArgoHookFailed => $"A hook of {at} failed",
            RootCause.ArgoResourceConflict => $"Two applications own what {at} manages",
            RootCause.LiveDrift => $"{at} was changed in the cluster",
            RootCause.KargoPromotionFailed => $"{at} failed",
            RootCause.KargoVerificationFailed => $"The verification of {at} failed",
            RootCause.KargoFreightUnavailable => $"{at} gets no freight",
            _ => $"{at} is in trouble",
        };
    }
}
