namespace AiSre.Detection;

/// <summary>How long a symptom must hold before it counts, so that what passes by itself makes no incident.</summary>
public static class SettleTimes
{
    /// <summary>For facts: a runtime has tried and failed, a controller has given up.</summary>
    public static TimeSpan Fact { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For a failure of which nobody has said yet why: the event or log that says so follows within moments, and decides which incident it belongs to.</summary>
    public static TimeSpan Unexplained { get; } = TimeSpan.FromSeconds(5);

    /// <summary>For progress: what is not there yet may be on its way.</summary>
    public static TimeSpan Progress { get; } = TimeSpan.FromSeconds(30);

    /// <summary>For nodes: a kubelet that misses a few reports comes back as a rule, and its pods are not moved before five minutes.</summary>
    public static TimeSpan Node { get; } = TimeSpan.FromSeconds(20);

    /// <summary>For autoscalers, endpoints and whole applications, which pass through odd states whenever something starts.</summary>
    public static TimeSpan Aggregate { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long this symptom must hold.</summary>
    public static TimeSpan For(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.ImagePullFailed => symptom.PullFailure == PullFailure.Unknown ? Unexplained : Fact,
        SymptomReason.RolloutStalled or SymptomReason.ApplicationInvalid or SymptomReason.ApplicationSyncFailed or SymptomReason.ContainerOutOfMemory or SymptomReason.JobFailed
            or SymptomReason.CronJobInvalid or SymptomReason.PromotionFailed or SymptomReason.PodEvicted or SymptomReason.PodFailed
            or SymptomReason.ScaledToZero or SymptomReason.NodeCordoned or SymptomReason.QuotaUsedUp or SymptomReason.CertificateExpired => Fact,
        SymptomReason.ContainerCrashing or SymptomReason.ContainerCannotStart or SymptomReason.PodsNotCreated => Unexplained,
        SymptomReason.NodeNotReady or SymptomReason.NodeUnderPressure => Node,
        SymptomReason.ServiceWithoutEndpoints or SymptomReason.AutoscalerMetricsUnavailable or SymptomReason.AutoscalerLimited or SymptomReason.AutoscalerUnable
            or SymptomReason.ApplicationDegraded or SymptomReason.StageUnhealthy or SymptomReason.ConditionFailed or SymptomReason.WebhookWithoutBackend => Aggregate,

        // Its sender has waited already; what it is about is often seen here in the same moment, and then says more.
        SymptomReason.AlertFiring => Unexplained,
        _ => Progress,
    };

    /// <summary>
    /// Whether a symptom has held for long enough by its own word. One that does not say since when has; and of one that is as new as the present
    /// itself nothing tells for how long it held, since files end with the last thing that happened.
    /// </summary>
    /// <param name="symptom">The symptom.</param>
    /// <param name="present">The present of whoever saw it; files hold facts until the moment that they were written, so a fact in them counts at once.</param>
    public static bool IsSettled(Symptom symptom, DateTimeOffset present) =>
        symptom.Since is not { } since || since >= present || For(symptom) <= Unexplained || present - since >= For(symptom);
}
