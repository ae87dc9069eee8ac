using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.GitHub;

namespace AiSre.Remediation.Origins;

/// <summary>
/// Finds the commit since which an application cannot be rendered or synced any more: the only one that changed its files since the sync that
/// succeeded last. Of several nothing tells which one it was, and none is named.
/// </summary>
internal sealed class ApplicationOrigins(GitHubRepositories repositories)
{
    /// <summary>What is told apart from the others; of more none is named anyway.</summary>
    private const int MostCommits = 100;

    private const int MostNamed = 3;

    /// <summary>Whether the fault is one that a commit to the application's own files may have brought.</summary>
    public static bool IsFor(RootCauseAnalysis analysis) =>
        analysis is { Object.Kind: nameof(Application), Code: RootCause.ArgoManifestGenerationFailed or RootCause.ArgoSyncFailed };

    /// <summary>Searches.</summary>
    /// <param name="application">The application.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found, and what stood in the way of finding more.</returns>
    public async Task<(FaultOrigin Origin, ProblemException? Problem)> FindAsync(Application application, CancellationToken cancellationToken)
    {
        try
        {
            return (await SearchAsync(application, cancellationToken), null);
        }
        catch (ProblemException obstacle)
        {
            return (Unknown($"GitHub could not be asked which commit did it: {obstacle.Message}"), obstacle);
        }
    }

    private async Task<FaultOrigin> SearchAsync(Application application, CancellationToken cancellationToken)
    {
        var name = $"{application.Metadata.Namespace}/{application.Metadata.Name}";
        var sources = application.Spec.EffectiveSources;
        var synced = application.Status.History is [.., var last] ? last.Revisions.Count > 0 ? last.Revisions : [last.Revision] : [];
        if (synced.Count != sources.Count)
        {
            return Unknown($"{name} has no sync that succeeded on record, so there is nothing to compare with.");
        }

        var found = new List<(RepositoryCommit Commit, string From, string To)>();
        foreach (var (source, from) in sources.Zip(synced).Where(pair => pair.First.Chart.Length == 0 && RevisionRange.IsCommit(pair.Second)))
        {
            var repository = repositories.For(source.RepoUrl);
            var to = await HeadAsync(repository, source.TargetRevision, cancellationToken);
            if (from == to)
            {
                continue;
            }

            if (await repository.CommitsBetweenAsync(from, to, cancellationToken) is not { } since)
            {
                return Unknown($"The commit {Short(from)} that {name} was synced to last is not one before {Short(to)}, or there are too many between them, so no commit can be named.");
            }

            found.AddRange((await repository.CommitsOfAsync(source.Path, to, MostCommits, cancellationToken)).Where(commit => since.Contains(commit.Sha)).Select(commit => (commit, from, to)));
        }

        return found.DistinctBy(one => one.Commit.Sha).ToList() switch
        {
            [] => Unknown($"No commit has changed the files of {name} since it was synced last ({string.Join(", ", synced.Select(Short))}), so the cause lies elsewhere."),
            [var (commit, from, to)] => new FaultOrigin(
                OriginVerdict.Commit,
                $"Introduced by commit {Short(commit.Sha)} of {commit.Author} “{Subject(commit)}”: the only one that changed the files of {name} since it was synced last, to {Short(from)}.",
                [
                    new FieldOrigin
                    {
                        Object = application.Ref,
                        Field = "status.sync.revision",
                        Before = from,
                        After = to,
                        Commit = new OriginCommit(commit.Sha, commit.Url.ToString(), commit.Author, Subject(commit), commit.At),
                    },
                ]),
            var several => Unknown(
                $"{several.Count} commits have changed the files of {name} since it was synced last, and which of them it was cannot be told: {string.Join(", ", several.Take(MostNamed).Select(one => $"{Short(one.Commit.Sha)} “{Subject(one.Commit)}”"))}{(several.Count > MostNamed ? $" and {several.Count - MostNamed} more" : "")}."),
        };
    }

    private static async Task<string> HeadAsync(GitHubRepository repository, string revision, CancellationToken cancellationToken) =>
        RevisionRange.IsCommit(revision) ? revision : await repository.HeadOfAsync(revision is "" or "HEAD" ? await repository.DefaultBranchAsync(cancellationToken) : revision, cancellationToken);

    private static FaultOrigin Unknown(string statement) => new(OriginVerdict.Unknown, statement, ImmutableArray<FieldOrigin>.Empty);

    private static string Subject(RepositoryCommit commit) => commit.Message.Split('\n')[0].Trim();

    private static string Short(string sha) => sha.Length > 7 ? sha[..7] : sha;
}
