using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>How near to a cause a symptom is by itself.</summary>
internal static class CauseRank
{
    /// <summary>A cause that is named and proven: an image that is not there, a claim that nobody provisions.</summary>
    public const int Named = 4;

    /// <summary>What a program shows of itself, or its log says, without more.</summary>
    public const int Shown = 3;

    /// <summary>A container or pod that does not do well, for whatever reason.</summary>
    public const int Vague = 2;

    /// <summary>What a controller counts.</summary>
    public const int Counted = 1;

    /// <summary>What an application sums up.</summary>
    public const int Summed = 0;

    /// <summary>What somebody's threshold says of an object: whatever the object or its pods show themselves is nearer to the cause.</summary>
    public const int Told = -1;

    public static int Of(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.AlertFiring => Told,
        SymptomReason.ApplicationDegraded or SymptomReason.StageUnhealthy when symptom.Fault is null => Summed,
        SymptomReason.RolloutStalled or SymptomReason.ReplicasUnavailable or SymptomReason.JobFailed or SymptomReason.AutoscalerLimited
            or SymptomReason.AutoscalerMetricsUnavailable or SymptomReason.DisruptionsBlocked => Counted,
        SymptomReason.ImagePullFailed => symptom.PullFailure == PullFailure.Unknown ? Vague : Named,
        SymptomReason.ServiceWithoutEndpoints => symptom.Fault is { Code: RootCause.ServiceSelectorMismatch } ? Shown : Counted,
        SymptomReason.PodNotReady or SymptomReason.PodStuckTerminating => symptom.Fault is null ? Vague : Shown,
        SymptomReason.WebhookWithoutBackend => Vague,
        _ => symptom.Fault?.Code switch
        {
            null or RootCause.Unknown => Vague,
            RootCause.LivenessProbeFailing or RootCause.ReadinessProbeFailing or RootCause.InitContainerFailed or RootCause.ApplicationError => Shown,
            _ => Named,
        },
    };
}
