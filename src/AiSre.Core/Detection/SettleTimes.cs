namespace AiSre.Detection;

/// <summary>How long a symptom must hold before it counts, so that what passes by itself makes no incident.</summary>
public static class SettleTimes
{
    /// <summary>For facts: a runtime has tried and failed, a controller has given up.</summary>
    public static TimeSpan Fact { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For a failed pull of which nobody has said yet why: the event that says so follows within moments, and decides which incident it belongs to.</summary>
    public static TimeSpan Unexplained { get; } = TimeSpan.FromSeconds(5);

    /// <summary>For progress: what is not there yet may be on its way.</summary>
    public static TimeSpan Progress { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long this symptom must hold.</summary>
    public static TimeSpan For(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.ImagePullFailed => symptom.PullFailure == PullFailure.Unknown ? Unexplained : Fact,
        SymptomReason.RolloutStalled => Fact,
        SymptomReason.ApplicationInvalid => Fact,
        _ => Progress,
    };
}
