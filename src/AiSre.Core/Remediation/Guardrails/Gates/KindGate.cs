using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Risk;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Some kinds are never changed without a person; rules may name those that are.</summary>
internal sealed class KindGate() : RuleGate<Patterns>("Kinds", rule => rule.Kinds, "kinds")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var changes = question.Subject.Changes.Value;
        if (changes.IsDefaultOrEmpty)
        {
            return Unclear("It is not known which objects change.");
        }

        var rules = base.Judge(question);
        return rules.Outcome == GuardrailOutcome.Allow && changes.FirstOrDefault(change => NeverAutomatic.IsKind(ChangedFields.KindOf(change.Object))) is { } never
            ? Ask($"{never.Object} is of a kind that is never changed without a person.")
            : rules;
    }

    protected override string? Breach(GuardrailQuestion question, Patterns limit) =>
        question.Subject.Changes.Value.FirstOrDefault(change => !limit.Match(ChangedFields.KindOf(change.Object))) is { } other
            ? $"{other.Object} is not of the kinds {limit}"
            : null;
}
