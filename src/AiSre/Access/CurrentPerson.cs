namespace AiSre.Access;

/// <summary>Who sits in front of the page, and whether they may decide.</summary>
/// <param name="Name">The name that decisions are recorded under.</param>
/// <param name="MayDecide">Whether approve and reject are theirs.</param>
/// <param name="WhyNot">One sentence for the disabled buttons; null when they may.</param>
public sealed record CurrentPerson(string Name, bool MayDecide, string? WhyNot = null)
{
    /// <summary>Whether they may change how far AiSre goes by itself: guardrails, what merges without a person, what is automatic everywhere.</summary>
    public bool IsAdministrator { get; init; } = MayDecide;

    /// <summary>One sentence for what only an administrator may; null for one.</summary>
    public string? WhyNotAdministrator => IsAdministrator ? null : WhyNot ?? "Only an administrator may do this; ask one of those whom Access:Administrators names.";
}
