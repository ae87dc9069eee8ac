using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AiSre.Runbooks;

/// <summary>One mistake in a runbook's text.</summary>
/// <param name="Line">From 1, in the whole text.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record RunbookError(int Line, int Column, string Message)
{
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}

/// <summary>A runbook, or everything that is wrong with its text.</summary>
/// <param name="Runbook">Null when there are errors.</param>
/// <param name="Errors">In the order of the text; empty when the runbook is valid.</param>
public sealed record RunbookParseResult(Runbook? Runbook, ImmutableArray<RunbookError> Errors)
{
    [MemberNotNullWhen(true, nameof(Runbook))]
    public bool IsValid => Runbook is not null;
}
