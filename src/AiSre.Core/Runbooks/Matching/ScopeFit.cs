using System.Collections.Immutable;

namespace AiSre.Runbooks.Matching;

/// <summary>Tells whether places cover an incident: every object of it, since a solution acts on all of them.</summary>
internal static class ScopeFit
{
    /// <summary>Whether every part of the scope covers everything that the incident is about.</summary>
    public static bool Covers(RunbookScope scope, MatchSubject subject)
    {
        // The parts that rule most out come first; thousands of runbooks are asked this for each incident.
        if (!CoversAll(scope.Clusters, [subject.Cluster], false) || !CoversAll(scope.Namespaces, subject.Namespaces, false))
        {
            return false;
        }

        return (scope.Applications.IsEmpty && scope.Labels.IsEmpty)
            || Parts(scope, subject).All(part => CoversAll(part.Globs, part.Values, part.IsApplication));
    }

    private static bool CoversAll(ImmutableArray<Glob> globs, ImmutableArray<string> values, bool isApplication)
    {
        if (globs.IsEmpty)
        {
            return true;
        }

        foreach (var value in values)
        {
            if (!CoversOne(globs, value, isApplication))
            {
                return false;
            }
        }

        return !values.IsEmpty;
    }

    private static bool CoversOne(ImmutableArray<Glob> globs, string value, bool isApplication)
    {
        foreach (var glob in globs)
        {
            if (isApplication ? IsApplication(glob, value) : glob.Matches(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parts that are given: how a clause about one begins, its patterns and what the incident has.</summary>
    public static IEnumerable<(string What, ImmutableArray<Glob> Globs, ImmutableArray<string> Values, bool IsApplication)> Parts(RunbookScope scope, MatchSubject subject)
    {
        if (!scope.Clusters.IsEmpty)
        {
            yield return ("the cluster is", scope.Clusters, [subject.Cluster], false);
        }

        if (!scope.Namespaces.IsEmpty)
        {
            yield return ("the namespace is", scope.Namespaces, subject.Namespaces, false);
        }

        if (!scope.Applications.IsEmpty)
        {
            yield return ("the application is", scope.Applications, subject.Applications, true);
        }

        foreach (var (label, globs) in scope.Labels)
        {
            // A workload without the label has no value, which only a pattern for everything covers.
            yield return ($"the label {label} is", globs, [.. subject.Workloads.Select(workload => workload.Labels.GetValueOrDefault(label, "")).Distinct()], false);
        }
    }

    /// <summary>Of the patterns that the values need, the widest; null when one value fits none, or there is none.</summary>
    public static Glob? Covering(ImmutableArray<Glob> globs, ImmutableArray<string> values, bool isApplication)
    {
        var used = values.Select(value => MostSpecific(globs, glob => isApplication ? IsApplication(glob, value) : glob.Matches(value))).ToList();
        return used.Count == 0 || used.Contains(null) ? null : used.OfType<Glob>().MinBy(MatchedConditions.Rank);
    }

    public static Glob? MostSpecific(ImmutableArray<Glob> globs, Func<Glob, bool> matches) =>
        globs.Where(matches).Cast<Glob?>().MaxBy(glob => MatchedConditions.Rank(glob!.Value));

    private static bool IsApplication(Glob glob, string application) =>
        glob.Matches(application)
        || (application.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 && glob.Matches(application[(slash + 1)..]));
}
