using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiSre.Runbooks;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>Guardrails that somebody wants to be in force.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="ExpectedVersion">The version the editing began from; 0 for the first.</param>
/// <param name="SavedBy">Who.</param>
/// <param name="Reason">Why; required.</param>
public sealed record SaveGuardrails(string Text, int ExpectedVersion, string SavedBy, string Reason);

/// <summary>What came of saving.</summary>
/// <param name="Version">The version that was added; null when it was refused.</param>
/// <param name="Refusal">Why nothing was saved, one sentence; null when it was.</param>
/// <param name="Errors">The mistakes in the text, when that is the reason.</param>
public sealed record SaveGuardrailsResult(GuardrailVersion? Version, string? Refusal, ImmutableArray<RunbookError> Errors)
{
    [MemberNotNullWhen(true, nameof(Version))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsSaved => Version is not null;

    internal static SaveGuardrailsResult Saved(GuardrailVersion version) => new(version, null, []);

    internal static SaveGuardrailsResult Refused(string sentence, ImmutableArray<RunbookError> errors = default) => new(null, sentence, errors.IsDefault ? [] : errors);
}
