namespace AiSre.Remediation.Decisions;

/// <summary>What somebody wants to decide.</summary>
/// <param name="Verdict">Approve, reject or ask for another.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; not blank for a rejection.</param>
internal sealed record DecisionWish(Verdict Verdict, string By, string? Reason)
{
    /// <summary>Where they said so.</summary>
    public DecisionChannel Channel { get; init; } = DecisionChannel.AiSre;

    /// <summary>Which kind of reason a rejection has; null where they did not say.</summary>
    public RejectionReason? ReasonKind { get; init; }

    /// <summary>Whether they know that it is approved, and want it rejected all the same.</summary>
    public bool IsOfApproved { get; init; }
}
