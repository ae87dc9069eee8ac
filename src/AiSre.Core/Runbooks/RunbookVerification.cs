namespace AiSre.Runbooks;

/// <summary>How the effect of a runbook's solution is watched.</summary>
/// <param name="Soak">How long it has to stay well; null for the setting. It is never shorter than that.</param>
/// <param name="Timeout">How long it may take; null for the setting.</param>
public sealed record RunbookVerification(TimeSpan? Soak, TimeSpan? Timeout)
{
    public static RunbookVerification Default { get; } = new(null, null);
}
