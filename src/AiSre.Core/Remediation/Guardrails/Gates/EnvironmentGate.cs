using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>How critical a place is, its environment says; a place that no environment names counts as the most critical.</summary>
internal sealed class EnvironmentGate() : RuleGate<CriticalityLimit>("Environment", rule => rule.Criticality, "criticality")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var (rules, worst) = (base.Judge(question), Worst(question));
        return rules.Outcome != GuardrailOutcome.Allow ? rules
            : worst.IsKnown ? Allow($"{Capital(Words(worst))}. {rules.Sentence}")
            : Ask($"No environment names {worst.Name}, so it counts as the most critical and a person decides.");
    }

    protected override string? Breach(GuardrailQuestion question, CriticalityLimit limit) => Worst(question) is var worst && worst.Criticality > limit.AtMost
        ? $"{Capital(Words(worst))}, and may be {Word(limit.AtMost)} at most"
        : null;

    private static LocatedPlace Worst(GuardrailQuestion question) =>
        question.Places.OrderByDescending(place => place.Criticality).ThenBy(place => place.IsKnown).ThenBy(place => place.Name, StringComparer.Ordinal).First();

    private static string Words(LocatedPlace place) => place.IsKnown
        ? $"{place.Name} ({string.Join(", ", place.Environments)}) is of criticality {Word(place.Criticality)}"
        : $"{place.Name} is in no known environment, so of criticality {Word(place.Criticality)}";

    private static string Word(Criticality criticality) => Runbooks.Format.Words.Of(criticality);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
