namespace AiSre.Access;

/// <summary>Who sits in front of the page, and whether they may decide.</summary>
/// <param name="Name">The name that decisions are recorded under.</param>
/// <param name="MayDecide">Whether approve and reject are theirs.</param>
/// <param name="WhyNot">One sentence for the disabled buttons; null when they may.</param>
public sealed record CurrentPerson(string Name, bool MayDecide, string? WhyNot = null);
