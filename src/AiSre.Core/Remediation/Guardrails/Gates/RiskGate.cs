using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Risk;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>The risk is computed from what the change comes to. High risk is never automatic; the entry that makes a place automatic says up to which.</summary>
internal sealed class RiskGate() : RuleGate<RiskLimit>("Risk", rule => rule.Risk, "risk")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var risk = question.Risk;
        var rules = base.Judge(question);
        return rules.Outcome != GuardrailOutcome.Allow ? rules
            : risk.Level == RiskLevel.High ? Ask($"The risk is high, which is never automatic: {risk.Reason}.")
            : question.Places.FirstOrDefault(place => !IsWithin(question.File, place, risk.Level)) is { } place
                ? Ask($"The risk is {Word(risk.Level)} ({risk.Reason}), which is not automatic for {place.Name}.")
                : Allow($"The risk is {Word(risk.Level)}: {risk.Reason}.");
    }

    protected override string? Breach(GuardrailQuestion question, RiskLimit limit) => question.Risk is var risk && risk.Level > limit.AtMost
        ? $"The risk is {Word(risk.Level)} ({risk.Reason}), and may be {Word(limit.AtMost)} at most"
        : null;

    private static bool IsWithin(GuardrailFile file, LocatedPlace place, RiskLevel risk) => file.Automatic.Any(scope => scope.Risk >= risk && ScopeGate.Covers(scope, place));

    private static string Word(RiskLevel level) => Runbooks.Format.Words.Of(level);
}
