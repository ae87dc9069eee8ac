using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Solutions;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>Reads the commit that an incident's fault came with, once it is known where the fault came from.</summary>
internal sealed class OffendingCommits(GitHubRepositories repositories)
{
    private const int MostLater = 30;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>The targets with that commit, or with why there is none.</summary>
    /// <exception cref="ProblemException">It is still looked for, or GitHub does not answer.</exception>
    public async Task<SolutionTargets> AddAsync(AiSreDbContext db, Incident incident, SolutionTargets targets, CancellationToken cancellationToken)
    {
        var record = await db.Set<FaultOriginRecord>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == incident.Id, cancellationToken);
        if (record?.Origin is not { } origin || (!origin.HasCommit && record.NextAttemptAt is not null))
        {
            throw new ProblemException(
                $"Which commit brought the fault is still looked for{(record?.Problem is { } problem ? $": {problem.TrimEnd('.')}" : "")}; the revert waits for it.", isTransient: true, retryAfter: LookAgainAfter);
        }

        var (commit, why) = await ReadAsync(origin, targets, cancellationToken);
        return SolutionTargets.Of([.. targets.Items.Select(target => commit is null ? target with { WhyNoCommit = why } : target with { Commit = commit })]);
    }

    private async Task<(OffendingCommit? Commit, string Why)> ReadAsync(FaultOrigin origin, SolutionTargets targets, CancellationToken cancellationToken)
    {
        var named = origin.Fields.Select(field => field.Commit).OfType<OriginCommit>().DistinctBy(one => one.Sha).ToList();
        if (origin.Verdict != OriginVerdict.Commit || named.Count == 0)
        {
            return (null, $"none brought the fault as far as is known ({origin.Statement.TrimEnd('.')})");
        }

        if (named is not [var only])
        {
            return (null, $"the fault came with {named.Count} of them ({string.Join(", ", named.Select(one => $"{one.ShortSha} “{one.Message}”"))})");
        }

        var sources = targets.Items.SelectMany(target => target.Scene.Application.Spec.EffectiveSources).Where(source => IsOwn(source, only)).DistinctBy(source => source.TargetRevision).ToList();
        if (sources is not [var source])
        {
            return (null, $"{only.ShortSha} “{only.Message}” is in {(sources.Count == 0 ? "none" : "several")} of the sources of {string.Join(", ", targets.Applications)}");
        }

        var repository = repositories.For(source.RepoUrl);
        var head = await repository.HeadOfAsync(source.TargetRevision is "" or "HEAD" ? await repository.DefaultBranchAsync(cancellationToken) : source.TargetRevision, cancellationToken);
        if (!await repository.ContainsAsync(head, only.Sha, cancellationToken))
        {
            return (null, $"{only.ShortSha} “{only.Message}” is not on the branch that the application follows");
        }

        var changes = await repository.ChangesOfAsync(only.Sha, cancellationToken);
        if (changes.Commit.Parents is not [var parent, ..])
        {
            return (null, $"{only.ShortSha} “{only.Message}” is the repository's first, and there is nothing before it");
        }

        return (new OffendingCommit(changes, await repository.TreeAsync(parent, cancellationToken), await repository.TreeAsync(only.Sha, cancellationToken))
        {
            Source = source,
            LaterOf = async (path, token) => [.. (await repository.CommitsOfAsync(path, head, MostLater, token)).TakeWhile(one => one.Sha != only.Sha)],
        }, "");
    }

    private bool IsOwn(ApplicationSource source, OriginCommit commit)
    {
        try
        {
            return repositories.For(source.RepoUrl).IsOwn(commit.Url);
        }
        catch (ProblemException)
        {
            return false; // A chart repository, say, or a host that AiSre has no token for.
        }
    }
}
