namespace AiSre.Detection;

/// <summary>The codes of symptoms: what is seen. What has to change is a <see cref="RootCause"/>. Codes are stable: add, never rename.</summary>
public enum SymptomReason
{
    // pods

    /// <summary>A container waits because its image cannot be pulled (ErrImagePull, ImagePullBackOff and their kin).</summary>
    ImagePullFailed,

    /// <summary>A container cannot be created or started (CreateContainerConfigError, RunContainerError and their kin).</summary>
    ContainerCannotStart,

    /// <summary>A container ends again and again, or ended for good, with a failure.</summary>
    ContainerCrashing,

    /// <summary>A container was killed for its memory.</summary>
    ContainerOutOfMemory,

    /// <summary>A probe of a container fails.</summary>
    ProbeFailing,

    /// <summary>A pod runs and does not become ready.</summary>
    PodNotReady,

    /// <summary>An init container does not end.</summary>
    InitContainerStuck,

    /// <summary>No node takes the pod.</summary>
    PodUnschedulable,

    /// <summary>A volume of the pod cannot be attached or mounted.</summary>
    VolumeNotMounted,

    /// <summary>The pod's sandbox or network cannot be created.</summary>
    SandboxNotCreated,

    /// <summary>A pod was evicted from its node.</summary>
    PodEvicted,

    /// <summary>A node refused the pod, or the pod ended for a reason of its own.</summary>
    PodFailed,

    /// <summary>A pod is being deleted and does not go away.</summary>
    PodStuckTerminating,

    /// <summary>A container that runs reports failures in its log.</summary>
    LogReportsFailure,

    // workloads

    /// <summary>A controller cannot create the pods of a workload.</summary>
    PodsNotCreated,

    /// <summary>A Deployment passed its progress deadline.</summary>
    RolloutStalled,

    /// <summary>A workload has fewer available replicas than it needs.</summary>
    ReplicasUnavailable,

    /// <summary>A workload asks for no replicas.</summary>
    ScaledToZero,

    /// <summary>A Job failed.</summary>
    JobFailed,

    /// <summary>A Job or CronJob is suspended.</summary>
    Suspended,

    /// <summary>A CronJob's spec cannot work.</summary>
    CronJobInvalid,

    /// <summary>An object names another that does not exist.</summary>
    ReferenceMissing,

    // network

    /// <summary>A Service has no endpoint that is ready.</summary>
    ServiceWithoutEndpoints,

    /// <summary>A Service sends to a port that its pods do not open.</summary>
    ServicePortMismatch,

    /// <summary>An Ingress or route names a Service or port that does not exist.</summary>
    BackendMissing,

    /// <summary>A certificate is over.</summary>
    CertificateExpired,

    /// <summary>A GatewayClass, Gateway or route is not accepted or programmed.</summary>
    GatewayNotAccepted,

    /// <summary>A NetworkPolicy selects nothing.</summary>
    PolicySelectsNothing,

    // storage

    /// <summary>A claim is not bound.</summary>
    ClaimNotBound,

    /// <summary>A volume failed or was released.</summary>
    VolumeFailed,

    // nodes

    /// <summary>A node is not ready, or does not report.</summary>
    NodeNotReady,

    /// <summary>A node lacks memory, disk, process ids or network.</summary>
    NodeUnderPressure,

    /// <summary>A node is cordoned.</summary>
    NodeCordoned,

    // policy and scaling

    /// <summary>A quota is used up.</summary>
    QuotaUsedUp,

    /// <summary>An admission webhook or aggregated API has nothing behind it.</summary>
    WebhookWithoutBackend,

    /// <summary>A PodDisruptionBudget allows no disruption.</summary>
    DisruptionsBlocked,

    /// <summary>An autoscaler cannot read its metrics.</summary>
    AutoscalerMetricsUnavailable,

    /// <summary>An autoscaler wants more than its maximum, or is limited otherwise.</summary>
    AutoscalerLimited,

    /// <summary>An autoscaler cannot scale.</summary>
    AutoscalerUnable,

    // GitOps

    /// <summary>An Argo CD application reports health Degraded.</summary>
    ApplicationDegraded,

    /// <summary>An Argo CD application could not be synced.</summary>
    ApplicationSyncFailed,

    /// <summary>Argo CD cannot compare an application with Git: its manifests cannot be fetched or rendered.</summary>
    ApplicationComparisonFailed,

    /// <summary>An Argo CD application's spec is invalid.</summary>
    ApplicationInvalid,

    /// <summary>An object is claimed by two Argo CD applications, or excluded from them.</summary>
    ApplicationConflict,

    /// <summary>An Argo CD application differs from Git and does not heal itself.</summary>
    ApplicationOutOfSync,

    /// <summary>An ApplicationSet cannot generate its applications.</summary>
    ApplicationSetFailed,

    /// <summary>A Kargo promotion failed.</summary>
    PromotionFailed,

    /// <summary>A Kargo stage is not healthy or not ready.</summary>
    StageUnhealthy,

    /// <summary>A Kargo warehouse cannot discover artifacts.</summary>
    WarehouseFailed,

    // anything else

    /// <summary>A custom resource reports by its conditions or phase that it does not work.</summary>
    ConditionFailed,

    /// <summary>Worth knowing, and nothing is broken by it.</summary>
    Advice,

    /// <summary>Another system says that something is wrong: Alertmanager, or who else may send alerts.</summary>
    AlertFiring,
}
