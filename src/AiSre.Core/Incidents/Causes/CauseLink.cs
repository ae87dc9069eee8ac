using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>A way in which one object's trouble explains another's.</summary>
/// <param name="Strength">Of two explanations the stronger one counts.</param>
/// <param name="Explains">Whether a symptom of the one (first) explains one of the other.</param>
internal sealed record CauseLink(int Strength, Func<Symptom, Symptom, bool> Explains)
{
    /// <summary>It names the other object: a log names a host, a pod waits for a claim.</summary>
    public static CauseLink Names { get; } = new(5, (cause, effect) => (cause.Severity != Severity.Info || CanBeCause(cause)) && IsSamePort(cause, effect));

    /// <summary>It runs on the node.</summary>
    public static CauseLink RunsOn { get; } = new(6, (cause, effect) => cause.Reason is SymptomReason.NodeNotReady or SymptomReason.NodeUnderPressure
        && effect.Reason is SymptomReason.PodStuckTerminating or SymptomReason.PodNotReady or SymptomReason.ProbeFailing or SymptomReason.SandboxNotCreated
            or SymptomReason.VolumeNotMounted or SymptomReason.PodEvicted or SymptomReason.PodFailed or SymptomReason.ContainerCrashing
            or SymptomReason.ReplicasUnavailable or SymptomReason.ServiceWithoutEndpoints
        && CauseRank.Of(effect) < CauseRank.Named);

    /// <summary>It is of the same workload, and less near to a cause.</summary>
    public static CauseLink SameWorkload { get; } = new(4, (cause, effect) => CauseRank.Of(cause) > CauseRank.Of(effect));

    /// <summary>It stands for its parts: an application for its objects, a Service for its pods, a stage for its application.</summary>
    public static CauseLink StandsFor { get; } = new(3, (cause, effect) => cause.Object != effect.Object);

    /// <summary>It suffers from the same (<see cref="SharedCauses"/>), and began to earlier. Whatever else explains it counts for more.</summary>
    public static CauseLink SharesCause { get; } = new(2, SharedCauses.AreAlike);

    /// <summary>The application that should have made what is missing could not.</summary>
    public static CauseLink ShouldHaveMade { get; } = new(4, (cause, _) => cause.Reason is SymptomReason.ApplicationSyncFailed or SymptomReason.ApplicationComparisonFailed or SymptomReason.ApplicationInvalid);

    // A port that leads nowhere hurts who calls that port, not who calls another of the same Service.
    private static bool IsSamePort(Symptom cause, Symptom effect) =>
        cause.Reason != SymptomReason.ServicePortMismatch
        || effect.Parameters.GetValueOrDefault(SymptomParameters.Port) is not { } port || port == cause.Parameters.GetValueOrDefault(SymptomParameters.Port);

    private static bool CanBeCause(Symptom symptom) => symptom.Reason is SymptomReason.ScaledToZero or SymptomReason.NodeCordoned or SymptomReason.QuotaUsedUp
        or SymptomReason.ServiceWithoutEndpoints or SymptomReason.ReferenceMissing or SymptomReason.ServicePortMismatch or SymptomReason.WebhookWithoutBackend
        or SymptomReason.ClaimNotBound or SymptomReason.JobFailed or SymptomReason.ReplicasUnavailable;
}

/// <param name="Object">If this object is in trouble, that may be why.</param>
/// <param name="Link">In which way.</param>
internal sealed record Suspect(Clusters.Objects.ObjectRef Object, CauseLink Link);
