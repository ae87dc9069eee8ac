using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.GitHub;

namespace AiSre.Remediation.Origins;

/// <summary>What Git knows of a change.</summary>
internal enum GitAnswer
{
    /// <summary>A commit made it.</summary>
    Commit,

    /// <summary>A commit made it long ago, and the application was taken back to it.</summary>
    WentBack,

    /// <summary>The files of the application are the same before and after.</summary>
    SameInGit,

    /// <summary>Files differ, and none of their lines can be told to be the one.</summary>
    NotFound,
}

/// <summary>Finds the commit that changed a field, with file and line. Reads only.</summary>
internal sealed class GitOrigins(GitHubRepositories repositories)
{
    /// <summary>A file that changed more often than this since is given up on.</summary>
    private const int MostCommits = 50;

    private readonly Dictionary<RevisionRange, FieldLocator> _read = [];

    /// <summary>Looks in each source for the commit.</summary>
    /// <param name="application">The application that manages the object.</param>
    /// <param name="ranges">Its commits before and with the change.</param>
    /// <param name="live">The object.</param>
    /// <param name="change">What changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">GitHub does not answer, or does not let AiSre read.</exception>
    public async Task<(GitAnswer Answer, FieldOrigin Field)> FindAsync(
        Application application, IReadOnlyList<RevisionRange> ranges, ObjectRef live, FieldChange change, CancellationToken cancellationToken)
    {
        var plain = new FieldOrigin { Object = live, Field = change.Path, Before = change.Before, After = change.After };
        var differs = false;
        foreach (var range in ranges.Where(range => range.From != range.To))
        {
            var repository = repositories.For(range.Source.RepoUrl);
            var locator = await LocatorAsync(repository, application, range, cancellationToken);
            differs |= locator.HasChanges;
            if (locator.Find(live, change) is { } location && await CommitAsync(repository, location, range.To, cancellationToken) is var (commit, line))
            {
                // Whoever goes back to an old commit brings back what it has.
                var isOld = await repository.CompareAsync(commit.Sha, range.From, cancellationToken) is CommitOrder.Forward or CommitOrder.Same;
                return (isOld ? GitAnswer.WentBack : GitAnswer.Commit, plain with
                {
                    Commit = new OriginCommit(commit.Sha, commit.Url.ToString(), commit.Author, commit.Message.Split('\n')[0].Trim(), commit.At),
                    File = location.File,
                    Line = line,
                    LineUrl = line is { } number ? repository.LineUrl(location.File, commit.Sha, number).ToString() : null,
                });
            }
        }

        return (differs ? GitAnswer.NotFound : GitAnswer.SameInGit, plain);
    }

    private async Task<FieldLocator> LocatorAsync(GitHubRepository repository, Application application, RevisionRange range, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(range, out var known))
        {
            return known;
        }

        var read = await FieldLocator.ReadAsync(
            $"{application.Metadata.Namespace}/{application.Metadata.Name}", range.Source, application.Spec.EffectiveSources,
            await repository.TreeAsync(range.From, cancellationToken), await repository.TreeAsync(range.To, cancellationToken), cancellationToken);
        _read.Add(range, read);
        return read;
    }

    /// <summary>The newest commit that has what is there now while its parent has it not, and the line as that commit has it.</summary>
    private static async Task<(RepositoryCommit Commit, int? Line)?> CommitAsync(
        GitHubRepository repository, FieldLocation location, string to, CancellationToken cancellationToken)
    {
        var now = location.Read(await repository.ReadFileAsync(location.File, to, cancellationToken)).Value;
        foreach (var commit in await repository.CommitsOfAsync(location.File, to, MostCommits, cancellationToken))
        {
            var mine = location.Read(await repository.ReadFileAsync(location.File, commit.Sha, cancellationToken));
            if (mine.Value != now)
            {
                continue; // From a branch that was merged; its line is not the one that stayed.
            }

            var parent = commit.Parents is [var first, ..] ? await repository.ReadFileAsync(location.File, first, cancellationToken) : null;
            if (location.Read(parent).Value != now)
            {
                return (commit, mine.Line);
            }
        }

        return null;
    }
}
