using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Every check of the proof has to be proven; what is not, a person decides about, and what is refuted nobody here.</summary>
internal sealed class ProofGate() : GuardrailGate("Proof")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var checks = question.Subject.Proof.Value.Checks;
        if (checks.IsDefaultOrEmpty)
        {
            return Unclear("Nothing was proven of the change.");
        }

        var worst = checks.MaxBy(check => check.State)!;
        return worst.State switch
        {
            ProofState.Proven => Allow($"All {checks.Length} checks are proven."),
            ProofState.Unproven => Ask($"The check '{worst.Name}' is not proven, so a person decides: {worst.Sentence}"),
            _ => Deny($"The check '{worst.Name}' does not hold: {worst.Sentence}"),
        };
    }
}
