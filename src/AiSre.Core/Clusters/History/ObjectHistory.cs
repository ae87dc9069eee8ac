using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Clusters.History;

/// <summary>Answers what an object was like, and what has changed since it was well.</summary>
public class ObjectHistory(IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>An application's status names the new commit in the moments around the change that Argo CD makes with it.</summary>
    private static readonly TimeSpan SyncTakes = TimeSpan.FromSeconds(30);

    /// <summary>The last revision before a time that was seen healthy: its rollout was complete; null when none was.</summary>
    public virtual async Task<ObjectRevision?> LastHealthyAsync(string cluster, ObjectRef reference, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Of(db, cluster, reference)
            .Where(revision => revision.HealthyAt <= before)
            .OrderByDescending(revision => revision.SeenAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>What differs between the last healthy revision before a time and the last one until another, field by field.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="reference">The object.</param>
    /// <param name="brokenAt">When it was found broken.</param>
    /// <param name="until">The end of what is looked at: the present, or when it was over.</param>
    /// <param name="application">The Argo CD application that manages it, as <c>namespace/name</c>; null when none does.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when it was never recorded.</returns>
    public virtual async Task<ObjectChanges?> ChangesAsync(
        string cluster, ObjectRef reference, DateTimeOffset brokenAt, DateTimeOffset until, string? application, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var revisions = await Of(db, cluster, reference)
            .Where(revision => revision.SeenAt <= until)
            .OrderBy(revision => revision.SeenAt).ThenBy(revision => revision.Id)
            .ToListAsync(cancellationToken);
        if (revisions.Count == 0)
        {
            return null;
        }

        var from = revisions.FindLastIndex(revision => revision.HealthyAt <= brokenAt);
        var commits = application is null ? [] : await CommitsAsync(db, cluster, application, cancellationToken);
        return from < 0
            ? new ObjectChanges(reference, null, revisions[^1].SeenAt, [])
            : new ObjectChanges(reference, revisions[from].HealthyAt, revisions[^1].SeenAt, Changes(revisions[from..], commits))
            {
                HealthyCommit = commits.FindLast(commit => commit.At <= revisions[from].HealthyAt).Commit,
            };
    }

    /// <summary>What differs between an object as it was at one time and as it was at another; for kinds that are never healthy by themselves.</summary>
    /// <returns>Null when it was not recorded by the first.</returns>
    public virtual async Task<ObjectChanges?> ChangesSinceAsync(
        string cluster, ObjectRef reference, DateTimeOffset since, DateTimeOffset until, string? application, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var revisions = await Of(db, cluster, reference)
            .Where(revision => revision.SeenAt <= until)
            .OrderBy(revision => revision.SeenAt).ThenBy(revision => revision.Id)
            .ToListAsync(cancellationToken);
        var from = revisions.FindLastIndex(revision => revision.SeenAt <= since);
        if (from < 0)
        {
            return null;
        }

        var commits = application is null ? [] : await CommitsAsync(db, cluster, application, cancellationToken);
        return new ObjectChanges(reference, since, revisions[^1].SeenAt, Changes(revisions[from..], commits))
        {
            HealthyCommit = commits.FindLast(commit => commit.At <= since).Commit,
        };
    }

    private static IQueryable<ObjectRevision> Of(AiSreDbContext db, string cluster, ObjectRef reference)
    {
        var space = reference.Namespace ?? "";
        return db.Set<ObjectRevision>().AsNoTracking().Where(revision =>
            revision.Cluster == cluster && revision.Kind == reference.Kind && revision.Namespace == space && revision.Name == reference.Name);
    }

    private static async Task<List<(DateTimeOffset At, string Commit)>> CommitsAsync(
        AiSreDbContext db, string cluster, string application, CancellationToken cancellationToken)
    {
        var slash = application.IndexOf('/', StringComparison.Ordinal);
        var name = new ObjectRef("argoproj.io/v1alpha1", "Application", application[..slash], application[(slash + 1)..]);
        var synced = await Of(db, cluster, name)
            .Where(revision => revision.Commit != null)
            .OrderBy(revision => revision.SeenAt)
            .Select(revision => new { revision.SeenAt, revision.Commit })
            .ToListAsync(cancellationToken);
        return synced.ConvertAll(one => (one.SeenAt, one.Commit!));
    }

    /// <summary>The fields that differ between the first and the last, each with the revision that brought what it is now.</summary>
    private static ImmutableArray<DatedChange> Changes(List<ObjectRevision> revisions, List<(DateTimeOffset At, string Commit)> commits)
    {
        var contents = revisions.ConvertAll(revision => JsonDocument.Parse(CanonicalJson.Decompress(revision.Content)));
        try
        {
            var brought = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            for (var index = 1; index < contents.Count; index++)
            {
                foreach (var change in FieldDiff.Between(contents[index - 1].RootElement, contents[index].RootElement))
                {
                    brought[change.Path] = revisions[index].SeenAt;
                }
            }

            return
            [
                .. FieldDiff.Between(contents[0].RootElement, contents[^1].RootElement)
                    .Select(change => Date(change, brought.GetValueOrDefault(change.Path, revisions[^1].SeenAt), commits)),
            ];
        }
        finally
        {
            contents.ForEach(content => content.Dispose());
        }
    }

    private static DatedChange Date(FieldChange change, DateTimeOffset at, List<(DateTimeOffset At, string Commit)> commits) =>
        new(change, at, commits.FindLast(commit => commit.At <= at + SyncTakes).Commit);
}

/// <summary>What has changed about an object since it was last well.</summary>
/// <param name="Object">The object.</param>
/// <param name="HealthyAt">When its last healthy revision was seen complete; null when it was never seen so.</param>
/// <param name="SeenAt">Since when it is as it is.</param>
/// <param name="Changes">The fields that differ; none when nothing does, or when it was never seen healthy.</param>
public sealed record ObjectChanges(ObjectRef Object, DateTimeOffset? HealthyAt, DateTimeOffset SeenAt, ImmutableArray<DatedChange> Changes)
{
    /// <summary>The Argo CD revision that its application was synced to when it was last seen healthy; null when none is known.</summary>
    public string? HealthyCommit { get; init; }

    /// <summary>The ReplicaSets that were compared, where nothing was recorded while it was well; null otherwise.</summary>
    public RolloutRevisions? Rollout { get; init; }

    /// <summary>Whether there is something that it can be compared with.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsComparable => HealthyAt is not null || Rollout is not null;
}

/// <summary>A field that changed.</summary>
/// <param name="Field">What it was and is.</param>
/// <param name="At">When that was first seen.</param>
/// <param name="Commit">The Argo CD revision that its application was synced to then; null when none is known.</param>
public sealed record DatedChange(FieldChange Field, DateTimeOffset At, string? Commit);
