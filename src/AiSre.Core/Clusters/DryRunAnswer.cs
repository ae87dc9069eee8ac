namespace AiSre.Clusters;

/// <summary>What an API server said to an object that it was to try out.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Reason">The server's own words, or why it could not be asked; empty when it takes the object.</param>
public sealed record DryRunAnswer(DryRunOutcome Outcome, string Reason);

public enum DryRunOutcome
{
    /// <summary>It would take the object.</summary>
    Accepted,

    /// <summary>It would not.</summary>
    Refused,

    /// <summary>The account lacks a right; the reason names it.</summary>
    NotAllowed,

    /// <summary>It could not be tried out.</summary>
    Unknown,
}
