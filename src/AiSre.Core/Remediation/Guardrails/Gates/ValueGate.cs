using System.Globalization;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Remediation.Proof;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Rules may bound the values that are set without a person.</summary>
internal sealed class ValueGate() : RuleGate<ValueLimits>("Values", rule => rule.Values, "values")
{
    public override GateResult Judge(GuardrailQuestion question) =>
        question.Subject.Changes.Value.IsDefaultOrEmpty ? Unclear("It is not known which values change.") : base.Judge(question);

    protected override string? Breach(GuardrailQuestion question, ValueLimits limit)
    {
        var changes = question.Subject.Changes.Value;
        if (changes.FirstOrDefault(change => change.Kind != RenderedChangeKind.Changed) is { } whole)
        {
            return $"{whole.Object} is {(whole.Kind == RenderedChangeKind.Added ? "new" : "gone")}, so its values cannot be held against bounds";
        }

        foreach (var field in question.Fields)
        {
            foreach (var bound in limit.Bounds.Where(bound => bound.Field.Matches(field.Path)))
            {
                if (Breach(field, bound) is { } breach)
                {
                    return $"{field.Path} of {field.Object} {breach}";
                }
            }
        }

        return null;
    }

    private static string? Breach(ChangedField field, ValueBound bound)
    {
        if (field.After is not { } after)
        {
            return "is taken away, or is no single value, and has bounds";
        }

        if (bound.OneOf is { } allowed && !allowed.Match(after))
        {
            return $"becomes {after}, which is not one of {allowed}";
        }

        if (bound is { AtLeast: null, AtMost: null, Factor: null })
        {
            return null;
        }

        if (!ResourceQuantity.TryParse(after, out var value))
        {
            return $"becomes {after}, which is no amount that could be held against bounds";
        }

        if (bound.AtLeast is { } least && value < least)
        {
            return $"becomes {after}, and has to be at least {least}";
        }

        if (bound.AtMost is { } most && value > most)
        {
            return $"becomes {after}, and has to be at most {most}";
        }

        if (bound.Factor is { } factor)
        {
            return !ResourceQuantity.TryParse(field.Before, out var before) || before.Value <= 0 || value.Value <= 0 || value.Value > before.Value * factor || before.Value > value.Value * factor
                ? $"goes from {field.Before ?? "nothing"} to {after}, and may change by x{factor.ToString(CultureInfo.InvariantCulture)} at most"
                : null;
        }

        return null;
    }
}
