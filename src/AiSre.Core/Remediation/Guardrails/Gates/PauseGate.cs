namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>People can pause all merges at once.</summary>
internal sealed class PauseGate() : GuardrailGate("Pause")
{
    public override GateResult Judge(GuardrailQuestion question) => question.Subject.Pause.Value is { IsPaused: true } pause
        ? Deny($"{pause.By} paused all merges: {pause.Reason.TrimEnd('.')}.")
        : Allow("Merges are not paused.");
}
