using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Runbooks;

/// <summary>Chooses the runbook for a diagnosed incident: deterministic, the most specific one wins, and a tie goes to a person.</summary>
public static class RunbookMatcher
{
    /// <summary>Looks through all runbooks. The order in which they are given does not count.</summary>
    public static RunbookChoice Choose(IEnumerable<VersionedRunbook> runbooks, MatchSubject subject)
    {
        var fits = runbooks
            .Select(candidate => (Candidate: candidate, Fit: Fit(candidate.Runbook, subject)))
            .Where(pair => pair.Fit is not null)
            .OrderByDescending(pair => pair.Fit!.Specificity)
            .ThenBy(pair => pair.Candidate.Runbook.Id, StringComparer.Ordinal)
            .ToList();
        ImmutableArray<VersionedRunbook> matches = [.. fits.Select(pair => pair.Candidate)];

        if (fits.Count == 0)
        {
            return new RunbookChoice(null, $"No runbook is about {Describe(subject)}; write one or extend one.", matches);
        }

        var best = fits[0];
        var equals = fits.TakeWhile(pair => pair.Fit!.Specificity == best.Fit!.Specificity).Select(pair => pair.Candidate.Runbook.Id).ToList();
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
            $"Version {best.Candidate.Version} of {best.Candidate.Runbook.Id} fits: {string.Join(", ", best.Fit!.Because)}{others}.",
            matches);
    }

    private static MatchedConditions? Fit(Runbook runbook, MatchSubject subject)
    {
        if (runbook.Symptom is not { } pattern || (!pattern.Causes.IsEmpty && !pattern.Causes.Contains(subject.Analysis.Code)))
        {
            return null;
        }

        var conditions = new MatchedConditions();
        if (!pattern.Causes.IsEmpty)
        {
            conditions.AddCode($"the cause is {subject.Analysis.Code}");
        }

        return AddFacts(pattern, subject, conditions)
            && AddScope("the cluster is", runbook.AppliesTo.Clusters, [subject.Cluster], conditions)
            && AddScope("the namespace is", runbook.AppliesTo.Namespaces, subject.Namespaces, conditions)
            && AddScope("the application is", runbook.AppliesTo.Applications, subject.Applications, conditions, IsApplication)
                ? conditions
                : null;
    }

    private static bool AddFacts(SymptomPattern pattern, MatchSubject subject, MatchedConditions conditions)
    {
        var candidates = pattern.Reasons.IsEmpty
            ? subject.Symptoms.Select(symptom => symptom.Parameters).Prepend(subject.Analysis.Parameters)
            : subject.Symptoms.Where(symptom => pattern.Reasons.Contains(symptom.Reason)).Select(symptom => symptom.Parameters);

        foreach (var parameters in candidates)
        {
            // What the analysis says of the cause counts more than what one symptom says of itself.
            var facts = parameters.SetItems(subject.Analysis.Parameters);
            if (pattern.Facts.All(fact => Matching(fact.Key, fact.Value, facts) is not null))
            {
                if (!pattern.Reasons.IsEmpty)
                {
                    conditions.AddCode($"the symptom is {string.Join(" or ", pattern.Reasons)}");
                }

                foreach (var (name, globs) in pattern.Facts)
                {
                    conditions.Add($"the {name} is {facts[name]}", Matching(name, globs, facts)!.Value);
                }

                return true;
            }
        }

        return false;
    }

    private static Glob? Matching(string name, ImmutableArray<Glob> globs, ImmutableSortedDictionary<string, string> facts) =>
        facts.TryGetValue(name, out var value) ? MostSpecific(globs, glob => glob.Matches(value, name == SymptomParameters.Registry)) : null;

    // Every object of the incident must be covered: a solution acts on all of them.
    private static bool AddScope(
        string what,
        ImmutableArray<Glob> globs,
        ImmutableArray<string> values,
        MatchedConditions conditions,
        Func<Glob, string, bool>? matches = null)
    {
        if (globs.IsEmpty)
        {
            return true;
        }

        matches ??= (glob, value) => glob.Matches(value);
        var used = values.Select(value => MostSpecific(globs, glob => matches(glob, value))).ToList();
        if (used.Count == 0 || used.Contains(null))
        {
            return false;
        }

        conditions.Add($"{what} {string.Join(" and ", values)}", used.OfType<Glob>().MinBy(MatchedConditions.Rank));
        return true;
    }

    private static bool IsApplication(Glob glob, string application) =>
        glob.Matches(application)
        || (application.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 && glob.Matches(application[(slash + 1)..]));

    private static Glob? MostSpecific(ImmutableArray<Glob> globs, Func<Glob, bool> matches) =>
        globs.Where(matches).Cast<Glob?>().MaxBy(glob => MatchedConditions.Rank(glob!.Value));

    private static string Describe(MatchSubject subject)
    {
        var facts = subject.Analysis.Parameters.Where(fact => fact.Key == SymptomParameters.Registry).Select(fact => $" with {fact.Key} {fact.Value}");
        return $"{subject.Analysis.Code} at {subject.Analysis.Object.Address}{string.Concat(facts)}";
    }
}
