using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Runbooks.Matching;

/// <summary>Chooses the runbook for a diagnosed incident: deterministic, the most specific one wins, and a tie goes to a person.</summary>
public static class RunbookMatcher
{
    /// <summary>Looks through all runbooks. The order in which they are given does not count.</summary>
    public static RunbookChoice Choose(IEnumerable<VersionedRunbook> runbooks, MatchSubject subject)
    {
        var facts = new SubjectFacts(subject);
        var fits = runbooks
            .Where(candidate => CouldFit(candidate.Runbook, facts))
            .Select(candidate => (Candidate: candidate, Check: FitCheck.Quick(candidate.Runbook, facts)))
            .Where(pair => pair.Check.Fits)
            .Select(pair => (pair.Candidate, Fit: pair.Check.Conditions))
            .OrderByDescending(pair => pair.Fit.Specificity)
            .ThenBy(pair => pair.Candidate.Runbook.Id, StringComparer.Ordinal)
            .ToList();
        ImmutableArray<VersionedRunbook> matches = [.. fits.Select(pair => pair.Candidate)];

        if (fits.Count == 0)
        {
            return new RunbookChoice(null, $"No runbook is about {Describe(subject)}; write one or extend one.", matches);
        }

        var best = fits[0];
        var equals = fits.TakeWhile(pair => pair.Fit.Specificity == best.Fit.Specificity).Select(pair => pair.Candidate.Runbook.Id).ToList();
        if (equals.Count > 1)
        {
            return new RunbookChoice(
                null,
                $"The runbooks {string.Join(" and ", equals)} fit {Describe(subject)} equally well; make one of them more specific, or choose one.",
                matches);
        }

        var others = fits.Count == 1 ? "" : $"; it is more specific than {string.Join(" and ", fits.Skip(1).Select(pair => pair.Candidate.Runbook.Id))}";
        return new RunbookChoice(
            best.Candidate,
            $"Version {best.Candidate.Version} of {best.Candidate.Runbook.Id} fits: {string.Join(", ", best.Fit.Because)}{others}.",
            matches);
    }

    /// <summary>Every condition of one runbook for an incident: those that hold and those that do not, in words.</summary>
    public static RunbookFit Explain(Runbook runbook, MatchSubject subject)
    {
        var check = FitCheck.Whole(runbook, new SubjectFacts(subject));
        return new RunbookFit(check.Fits, [.. check.Conditions.Because], [.. check.Conditions.Failed]);
    }

    /// <summary>What keeps a runbook from being used for an incident although a person chose it: all but its symptom has to hold.</summary>
    public static ImmutableArray<string> Objections(Runbook runbook, MatchSubject subject) => [.. FitCheck.WithoutSymptom(runbook, new SubjectFacts(subject)).Conditions.Failed];

    /// <summary>Whether the choice depends on what the workloads are like on the cluster at this moment.</summary>
    public static bool NeedsLive(IEnumerable<VersionedRunbook> runbooks, MatchSubject subject)
    {
        var facts = new SubjectFacts(subject);
        return runbooks.Any(one => !one.Runbook.When.IsEmpty && CouldFit(one.Runbook, facts) && FitCheck.Quick(one.Runbook, facts, withLive: false).Fits);
    }

    /// <summary>How far a runbook asks to go by itself for an incident.</summary>
    public static ScopedMode ModeFor(Runbook runbook, MatchSubject subject) =>
        runbook.Modes.Scopes.FirstOrDefault(scope => ScopeFit.Covers(scope.Where, subject)) ?? RunbookModes.Default.Scopes[0];

    // Most runbooks are about something else, and this says so without a word.
    private static bool CouldFit(Runbook runbook, SubjectFacts facts) =>
        runbook.Symptom is { } pattern
        && (pattern.Causes.IsEmpty || pattern.Causes.Contains(facts.Subject.Analysis.Code))
        && (ReferenceEquals(runbook.AppliesTo, RunbookScope.Everywhere) || ScopeFit.Covers(runbook.AppliesTo, facts.Subject))
        && facts.HaveFactsOf(pattern);

    private static string Describe(MatchSubject subject)
    {
        var facts = subject.Analysis.Parameters.Where(fact => fact.Key == SymptomParameters.Registry).Select(fact => $" with {fact.Key} {fact.Value}");
        return $"{subject.Analysis.Code} at {subject.Analysis.Object.Address}{string.Concat(facts)}";
    }
}
