using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;

namespace AiSre.Remediation.Autonomy;

/// <summary>
/// When a change that was merged without a person is put back without one: the time, the rate and the runbook's record do not count then, since
/// what is merged and does no good should not wait for them.
/// </summary>
internal static class RevertRule
{
    /// <summary>The gates that count.</summary>
    private static readonly string[] Counting = ["Guardrails", "Proposal", "Pause", "Proof"];

    public static bool Allows(GuardrailEvaluation evaluation) =>
        Counting.All(name => evaluation.Gates.Any(gate => gate.Gate == name && gate.Outcome == GuardrailOutcome.Allow));
}
