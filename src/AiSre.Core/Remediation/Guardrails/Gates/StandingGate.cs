using AiSre.Runbooks;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>The runbook has to be set to automatic and to have earned it.</summary>
internal sealed class StandingGate() : GuardrailGate(GuardrailResult.StandingGate)
{
    public override GateResult Judge(GuardrailQuestion question) => question.Subject.Standing.Value is { Mode: RunbookMode.Automatic, IsEarned: true } standing
        ? Allow(standing.Sentence)
        : Ask(question.Subject.Standing.Value.Sentence);
}
