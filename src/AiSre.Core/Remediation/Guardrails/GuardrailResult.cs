using System.Collections.Immutable;

namespace AiSre.Remediation.Guardrails;

/// <summary>What one gate says.</summary>
/// <param name="Gate">The gate's name, in a word or two.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Sentence">Why, for people.</param>
public sealed record GateResult(string Gate, GuardrailOutcome Outcome, string Sentence)
{
    /// <summary>Whether it denies because something is not known, cannot be read or failed, not because of what is known.</summary>
    public bool IsUnclear { get; init; }
}

/// <summary>What all gates say together.</summary>
/// <param name="Gates">Every gate, in order.</param>
public sealed record GuardrailResult(ImmutableArray<GateResult> Gates)
{
    /// <summary>The name of the gate that asks how far the runbook may go.</summary>
    internal const string StandingGate = "Runbook";

    /// <summary>What it would be if the runbook were let do everything: what a runbook in the shadow would have done.</summary>
    public GuardrailOutcome ShadowOutcome => Gates.IsDefaultOrEmpty ? GuardrailOutcome.Deny : Gates.Where(gate => gate.Gate != StandingGate).Max(gate => (GuardrailOutcome?)gate.Outcome) ?? GuardrailOutcome.Deny;

    /// <summary>The strictest of all; where no gate was asked, it denies.</summary>
    public GuardrailOutcome Outcome => Gates.IsDefaultOrEmpty ? GuardrailOutcome.Deny : Gates.Max(gate => gate.Outcome);

    /// <summary>
    /// Whether a gate denies because of what is known: merges are paused, a rule denies, or a check is refuted. That binds people's approvals
    /// too; what is only unclear keeps AiSre from merging by itself, and a person may look for themselves.
    /// </summary>
    public bool IsForbidden => Gates.IsDefaultOrEmpty || Gates.Any(gate => gate is { Outcome: GuardrailOutcome.Deny, IsUnclear: false });

    /// <summary>The sentences of the gates that forbid it; null when none does.</summary>
    public string? Prohibition => !IsForbidden ? null
        : Gates.IsDefaultOrEmpty ? "No gate was asked." : string.Join(' ', Gates.Where(gate => gate is { Outcome: GuardrailOutcome.Deny, IsUnclear: false }).Select(gate => gate.Sentence));

    /// <summary>The sentences of the gates that decide, in order; one sentence of its own where nothing stands in the way.</summary>
    public string Sentence => Outcome == GuardrailOutcome.Allow
        ? "Nothing speaks against merging this without a person."
        : Gates.IsDefaultOrEmpty ? "No gate was asked." : string.Join(' ', Gates.Where(gate => gate.Outcome == Outcome).Select(gate => gate.Sentence));
}
