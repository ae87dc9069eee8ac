namespace AiSre.Detection;

/// <summary>The codes of symptoms. Codes are stable: add, never rename.</summary>
public enum SymptomReason
{
    /// <summary>A container waits because its image cannot be pulled (ErrImagePull, ImagePullBackOff and their kin).</summary>
    ImagePullFailed,

    /// <summary>A Deployment passed its progress deadline.</summary>
    RolloutStalled,

    /// <summary>A Deployment has fewer available replicas than it needs.</summary>
    ReplicasUnavailable,

    /// <summary>An Argo CD application reports health Degraded.</summary>
    ApplicationDegraded,

    /// <summary>An Argo CD application could not be synced.</summary>
    ApplicationSyncFailed,

    /// <summary>Argo CD cannot compare an application with Git: its manifests cannot be fetched or rendered.</summary>
    ApplicationComparisonFailed,

    /// <summary>An Argo CD application's spec is invalid.</summary>
    ApplicationInvalid,
}
