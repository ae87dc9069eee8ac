using System.Collections.Immutable;
using AiSre.Runbooks.Matching;

namespace AiSre.Remediation.RunbookTests;

/// <summary>How one test of a runbook ended.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Line">The line of the runbook's text on which it begins, from 1.</param>
/// <param name="IsPassed">Whether everything was as it has to be.</param>
/// <param name="Sentence">What was found: the expectation that is met, or the first that is not and what there is instead.</param>
/// <param name="Diff">The lines that the solution takes away and adds, each with its sign; empty where it changes nothing.</param>
/// <param name="Took">How long it ran.</param>
public sealed record RunbookTestResult(string Name, int Line, bool IsPassed, string Sentence, ImmutableArray<string> Diff, TimeSpan Took)
{
    /// <summary>The incident that the runbook fits; null where it fits none.</summary>
    public MatchSubject? Subject { get; init; }
}
