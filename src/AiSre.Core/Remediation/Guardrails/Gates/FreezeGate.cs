using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>During an event of a calendar that rules name nothing is merged without a person; a calendar that cannot be read denies.</summary>
internal sealed class FreezeGate() : RuleGate<FreezeLimit>("Freeze", rule => rule.Freeze, "freezes")
{
    protected override string? Breach(GuardrailQuestion question, FreezeLimit limit)
    {
        foreach (var name in limit.Calendars)
        {
            if (question.FreezeOf(name) is { } freeze)
            {
                return $"The calendar '{name}' has a freeze: {freeze}";
            }
        }

        return null;
    }
}
