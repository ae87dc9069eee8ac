using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Some fields are never changed without a person; rules may name those that are.</summary>
internal sealed class FieldGate() : RuleGate<Patterns>("Fields", rule => rule.Fields, "fields")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var fields = question.Fields;
        var rules = base.Judge(question);
        return rules.Outcome == GuardrailOutcome.Allow && fields.FirstOrDefault(field => NeverAutomatic.Field(field.Path) is not null) is { } never
            ? Ask($"{never.Path} of {never.Object} is never changed without a person, since it is about {NeverAutomatic.Field(never.Path)}.")
            : rules;
    }

    protected override string? Breach(GuardrailQuestion question, Patterns limit)
    {
        var changes = question.Subject.Changes.Value;
        if (changes.FirstOrDefault(change => change.Kind != RenderedChangeKind.Changed) is { } whole)
        {
            return $"{whole.Object} is {(whole.Kind == RenderedChangeKind.Added ? "new" : "gone")}, which is more than the fields {limit}";
        }

        return question.Fields.FirstOrDefault(field => !field.Ways.Any(way => limit.Match(way))) is { } other
            ? $"{other.Path} of {other.Object} is not one of the fields {limit}"
            : null;
    }
}
