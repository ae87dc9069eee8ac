namespace AiSre.Detection;

/// <summary>What has to change: the stable codes of the root-cause taxonomy, not what a fault looks like.</summary>
public enum RootCause
{
    // image
    ImageNotFound,
    ImagePullUnauthorized,
    RegistryUnavailable,
    RegistryRateLimited,
    InvalidImageName,
    ImagePlatformMismatch,

    // container
    CommandNotFound,
    ApplicationError,
    ApplicationConfigurationError,
    DependencyUnavailable,
    CertificateExpired,
    OutOfMemoryKilled,
    EphemeralStorageExceeded,
    PermissionDenied,
    LivenessProbeFailing,
    ReadinessProbeFailing,
    ProbeMisconfigured,
    InitContainerFailed,

    // configuration
    MissingConfigMap,
    MissingConfigMapKey,
    MissingSecret,
    MissingSecretKey,
    MissingServiceAccount,
    MissingVolumeClaim,
    RbacForbidden,

    // scheduling
    InsufficientCpu,
    InsufficientMemory,
    InsufficientResource,
    NodeSelectorMismatch,
    PodAffinityUnsatisfiable,
    UntoleratedTaint,
    HostPortConflict,
    VolumeNodeConflict,
    NodeUnschedulable,

    // storage
    StorageClassNotFound,
    VolumeProvisioningFailed,
    VolumeUnavailable,
    VolumeMountFailed,
    VolumeFull,

    // node
    NodeNotReady,
    NodeMemoryPressure,
    NodeDiskPressure,
    NodePidPressure,
    NodeNetworkUnavailable,

    // policy
    QuotaExceeded,
    LimitRangeViolation,
    AdmissionDenied,
    WebhookUnavailable,

    // workload
    RolloutStalled,
    JobFailed,
    CronJobInvalidSchedule,
    CronJobSuspended,
    StatefulSetServiceMissing,
    AutoscalerTargetMissing,
    AutoscalerMetricsUnavailable,
    AutoscalerAtMaximum,
    DisruptionBudgetBlocks,
    ScaledToZero,

    // network
    ServiceSelectorMismatch,
    ServicePortMismatch,
    ServiceBackendsNotReady,
    IngressBackendMissing,
    IngressClassMissing,
    TlsSecretMissing,
    GatewayNotAccepted,
    NetworkPolicyBlocks,
    DnsFailure,

    // gitops
    ArgoSyncFailed,
    ArgoManifestGenerationFailed,
    ArgoSourceUnavailable,
    ArgoInvalidSpec,
    ArgoHookFailed,
    ArgoResourceConflict,
    LiveDrift,
    KargoPromotionFailed,
    KargoVerificationFailed,
    KargoFreightUnavailable,

    // none
    Unknown,
}
