using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Rules may name the hours of the week in which changes are merged without a person.</summary>
internal sealed class WindowGate() : RuleGate<OpenHours>("Hours", rule => rule.Hours, "hours")
{
    protected override string? Breach(GuardrailQuestion question, OpenHours limit) =>
        limit.AreOpen(question.Subject.At) ? null : $"It is not within {limit}";
}
