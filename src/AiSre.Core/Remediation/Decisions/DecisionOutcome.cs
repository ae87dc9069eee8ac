namespace AiSre.Remediation.Decisions;

/// <summary>What became of an attempt to decide.</summary>
/// <param name="Accepted">True when the decision stands and will be carried out.</param>
/// <param name="Sentence">One sentence for the person who tried.</param>
public sealed record DecisionOutcome(bool Accepted, string Sentence);
