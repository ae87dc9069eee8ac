using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiSre.Runbooks;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Guardrails, or everything that is wrong with their text.</summary>
/// <param name="File">Null when there are errors.</param>
/// <param name="Errors">In the order of the text; empty when it is valid. Of very many only the first are told.</param>
public sealed record GuardrailParseResult(GuardrailFile? File, ImmutableArray<RunbookError> Errors)
{
    [MemberNotNullWhen(true, nameof(File))]
    public bool IsValid => File is not null;

    /// <summary>Where each rule and each entry of <c>automatic</c> stands, by its index.</summary>
    internal GuardrailPlacesInText Places { get; init; } = GuardrailPlacesInText.None;
}

/// <summary>The lines of what a file lists.</summary>
/// <param name="Automatic">Of each entry of <c>automatic</c>.</param>
/// <param name="Rules">Of each rule.</param>
/// <param name="Environments">Of each environment.</param>
internal sealed record GuardrailPlacesInText(ImmutableArray<(int Line, int Column)> Automatic, ImmutableArray<(int Line, int Column)> Rules, ImmutableArray<(int Line, int Column)> Environments)
{
    public static GuardrailPlacesInText None { get; } = new([], [], []);
}
