using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.GitHub;

namespace AiSre.Remediation.Origins;

/// <summary>Finds where a fault came from: which change explains it, and which commit made that change.</summary>
internal sealed class OriginSearch(GitHubRepositories repositories)
{
    private const int MostFields = 5;

    /// <summary>Searches. Whatever GitHub has against it becomes part of the answer: a diagnosis stands without it.</summary>
    /// <param name="code">The fault.</param>
    /// <param name="subjects">What has changed.</param>
    /// <param name="evidence">The applications as they were seen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found, and what stood in the way of finding more.</returns>
    public async Task<(FaultOrigin Origin, ProblemException? Problem)> FindAsync(
        RootCause code, ImmutableArray<OriginSubject> subjects, ObjectCache evidence, CancellationToken cancellationToken)
    {
        var comparable = subjects.Where(subject => subject.Changes.IsComparable).ToList();
        if (comparable.Count == 0)
        {
            return (OriginStatements.NeverWell(subjects), null);
        }

        var suspects = comparable
            .SelectMany(subject => SuspectFields.Of(code, subject.Changes.Changes).Select(change => (Subject: subject, Change: change)))
            .OrderByDescending(suspect => suspect.Change.At)
            .Take(MostFields)
            .ToList();
        if (suspects.Count == 0)
        {
            return (OriginStatements.NothingExplains(comparable), null);
        }

        var git = new GitOrigins(repositories);
        var found = new List<(GitAnswer? Answer, FieldOrigin Field, string Why)>();
        ProblemException? problem = null;
        foreach (var (subject, change) in suspects)
        {
            try
            {
                found.Add(await AskAsync(git, subject, change, evidence, cancellationToken));
            }
            catch (ProblemException obstacle)
            {
                problem = obstacle;
                found.Add((null, Plain(subject, change), $"GitHub could not be asked which commit did it: {obstacle.Message}"));
            }
        }

        return (OriginStatements.Of(found), problem);
    }

    private static async Task<(GitAnswer? Answer, FieldOrigin Field, string Why)> AskAsync(
        GitOrigins git, OriginSubject subject, DatedChange change, ObjectCache evidence, CancellationToken cancellationToken)
    {
        var live = subject.Changes.Object;
        if (subject.Application is not { } name)
        {
            return (null, Plain(subject, change), $"{live.Address} is not managed by an Argo CD application, so there is no commit to name.");
        }

        if (evidence.All<Application>().FirstOrDefault(one => $"{one.Metadata.Namespace}/{one.Metadata.Name}" == name) is not { } application)
        {
            return (null, Plain(subject, change), $"The Argo CD application {name} could not be read, so its commits are not known.");
        }

        var ranges = RevisionRange.Of(application, subject.Changes.HealthyCommit, change.Commit, change.At);
        if (ranges.IsEmpty)
        {
            return (null, Plain(subject, change), $"No revision in Git of {name} from before the change is known, so no commit can be named.");
        }

        var (answer, field) = await git.FindAsync(application, ranges, live, change.Field, cancellationToken);
        var commits = string.Join(", ", ranges.Select(range => range.From == range.To ? Short(range.To) : $"{Short(range.From)} to {Short(range.To)}"));
        return (answer, field, answer switch
        {
            GitAnswer.SameInGit => $"The files of {name} have not changed in Git meanwhile (commit {commits}), so it was changed on the cluster.",
            GitAnswer.NotFound => $"No line of the files of {name} that sets it changed between the commits {commits}; a chart, a plugin or somebody on the cluster may have.",
            GitAnswer.WentBack => $"The application {name} was taken back to an older commit ({commits}), which has it so.",
            _ => "",
        });
    }

    private static FieldOrigin Plain(OriginSubject subject, DatedChange change) =>
        new() { Object = subject.Changes.Object, Field = change.Field.Path, Before = change.Field.Before, After = change.Field.After };

    private static string Short(string sha) => sha.Length > 7 ? sha[..7] : sha;
}
