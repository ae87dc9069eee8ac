using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Autonomy;

/// <summary>
/// When a change that was merged without a person is put back without one: it is the exact inverse, and merges are not paused. The time, the rate
/// and the runbook's record do not count then, since what is merged and does no good should not wait for them.
/// </summary>
internal static class RevertRule
{
    /// <summary>The gates that count.</summary>
    private static readonly string[] Counting = ["Guardrails", "Proposal", "Pause"];

    /// <summary>Whether it may be put back.</summary>
    /// <param name="evaluation">What the guardrails say of the revert.</param>
    /// <param name="revert">The revert.</param>
    /// <param name="original">What it puts back.</param>
    public static bool Allows(GuardrailEvaluation evaluation, Proposal revert, Proposal original) =>
        Counting.All(name => evaluation.Gates.Any(gate => gate.Gate == name && gate.Outcome == GuardrailOutcome.Allow)) && IsInverse(revert, original);

    // Somebody who changed other lines of these files since makes it another change, about which a person decides.
    private static bool IsInverse(Proposal revert, Proposal original) =>
        revert.Files.Length == original.Files.Length
        && revert.Files.All(file => original.Files.Any(one => one.Path == file.Path && one.TextBefore == file.TextAfter && one.TextAfter == file.TextBefore));
}
