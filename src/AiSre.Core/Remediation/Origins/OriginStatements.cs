using System.Collections.Immutable;

namespace AiSre.Remediation.Origins;

/// <summary>Puts into words where a fault came from. Pure.</summary>
internal static class OriginStatements
{
    private const int MostNamed = 3;

    /// <summary>Nothing is known of a time when the objects were well.</summary>
    public static FaultOrigin NeverWell(ImmutableArray<OriginSubject> subjects) => new(
        OriginVerdict.Unknown,
        subjects.IsEmpty
            ? "Nothing is recorded of the objects at fault, so it is not known whether a change introduced this."
            : $"AiSre has not seen {Named(subjects.Select(subject => subject.Changes.Object.Address))} well, and their ReplicaSets do not tell what they were like before, so there is nothing to compare with.",
        []);

    /// <summary>Nothing has changed, or nothing that has to do with the fault.</summary>
    public static FaultOrigin NothingExplains(IReadOnlyList<OriginSubject> subjects)
    {
        var changed = subjects.SelectMany(subject => subject.Changes.Changes).Select(change => change.Field.Path).Distinct().ToList();
        var names = Named(subjects.Select(subject => subject.Changes.Object.Address));
        return new FaultOrigin(
            OriginVerdict.NoChange,
            changed.Count == 0
                ? $"Nothing about {names} has changed since it was last well: no commit introduced this."
                : $"What has changed about {names} since it was last well ({Named(changed)}) does not explain this: no commit introduced it.",
            []);
    }

    /// <summary>Something has changed that explains the fault.</summary>
    public static FaultOrigin Of(IReadOnlyList<(GitAnswer? Answer, FieldOrigin Field, string Why)> found)
    {
        var commits = found.Where(one => one.Field.Commit is not null).ToList();
        if (commits is [var first, ..])
        {
            var field = first.Field;
            var place = field.Line is { } line ? $"{field.File}:{line}" : field.File;
            var back = first.Answer == GitAnswer.WentBack ? $" {first.Why}" : "";
            return new FaultOrigin(
                back.Length > 0 ? OriginVerdict.OldCommit : OriginVerdict.Commit,
                $"{(back.Length > 0 ? "It is as commit" : "Introduced by commit")} {field.Commit!.ShortSha} of {field.Commit.Author} “{field.Commit.Message}”: {place} changed {Last(field.Field)}.{back}",
                [.. commits.Concat(found.Where(one => one.Field.Commit is null)).Select(one => one.Field)]);
        }

        var (answer, changed, why) = found[0];
        return new FaultOrigin(
            answer == GitAnswer.SameInGit ? OriginVerdict.Cluster : OriginVerdict.Unknown,
            $"{Last(changed.Field)} of {changed.Object.Address} changed since it was last well. {why}",
            [.. found.Select(one => one.Field)]);
    }

    private static string Named(IEnumerable<string> names)
    {
        var all = names.Distinct().ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }

    private static string Last(string field) => field.StartsWith("spec.template.spec.", StringComparison.Ordinal) ? field["spec.template.spec.".Length..] : field;
}
