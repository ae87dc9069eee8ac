using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Only where the guardrails say so is anything automatic, and rules may always want a person, or none at all.</summary>
internal sealed class ScopeGate() : GuardrailGate("Scope")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        if (!question.HasFile)
        {
            return Ask("There are no guardrails, so nothing is automatic and a person decides.");
        }

        var always = question.Rules.Where(rule => rule.Always is not null).OrderByDescending(rule => rule.Always).ThenBy(rule => rule.Name, StringComparer.Ordinal).FirstOrDefault();
        if (always is { Always: { } outcome })
        {
            return new GateResult(Name, outcome, outcome == GuardrailOutcome.Deny ? $"The rule '{always.Name}' denies every change there." : $"The rule '{always.Name}' wants a person to decide about every change there.");
        }

        return question.Places.FirstOrDefault(place => !IsAutomatic(question.File, place)) is { } place
            ? Ask($"Nothing makes changes automatic for {place.Name}, so a person decides.")
            : Allow("The guardrails make changes automatic there.");
    }

    /// <summary>Whether an entry covers the place. What is critical has to be named by its environment: nobody makes it automatic by the way.</summary>
    private static bool IsAutomatic(GuardrailFile file, LocatedPlace place) => file.Automatic.Any(scope => Covers(scope, place));

    internal static bool Covers(AutomaticScope scope, LocatedPlace place) =>
        scope.Where.Covers(place) && (place.Criticality != Criticality.Critical || !scope.Where.Environments.IsEmpty);
}
