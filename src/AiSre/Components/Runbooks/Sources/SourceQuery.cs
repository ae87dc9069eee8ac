using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>Reads for the pages where runbooks come from and who they belong to.</summary>
public class SourceQuery(RunbookSources sources, IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>The sources of the settings in their order, and those that are gone and have runbooks still.</summary>
    public virtual async Task<ImmutableArray<SourceView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<RunbookSource>().AsNoTracking().ToDictionaryAsync(row => row.Key, cancellationToken);
        var owned = await db.Set<RunbookOwner>().Where(owner => owner.Source != null && owner.RetiredAt == null)
            .GroupBy(owner => owner.Source!).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var edits = await EditsAsync(db, edit => true, cancellationToken);
        var configured = sources.Configured.Select(source => View(source, rows.GetValueOrDefault(source.Key), [.. edits.Where(edit => edit.Source == source.Key).Select(View)]));
        var gone = owned.Where(one => sources.Find(one.Key) is null).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new SourceView
        {
            Key = one.Key,
            Name = rows.GetValueOrDefault(one.Key)?.Name ?? one.Key,
            State = SourceState.Gone,
            InForce = one.Value,
            Branch = rows.GetValueOrDefault(one.Key)?.Branch,
            Revision = rows.GetValueOrDefault(one.Key)?.Revision,
            RevisionUrl = rows.GetValueOrDefault(one.Key)?.RevisionUrl,
            SyncedAt = rows.GetValueOrDefault(one.Key)?.SyncedAt,
        });
        return [.. configured, .. gone];
    }

    /// <summary>Who a runbook belongs to.</summary>
    public virtual async Task<OwnershipView> OwnershipAsync(string runbookId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var owner = await db.Set<RunbookOwner>().AsNoTracking().SingleOrDefaultAsync(one => one.RunbookId == runbookId, cancellationToken);
        var origin = await db.Set<RunbookVersion>().Where(version => version.RunbookId == runbookId).OrderByDescending(version => version.Number)
            .Select(version => version.Origin).FirstOrDefaultAsync(cancellationToken);
        var keys = sources.Configured.Select(source => source.Key).ToList();
        var rows = await db.Set<RunbookSource>().AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(cancellationToken);
        var edits = await EditsAsync(db, edit => edit.RunbookId == runbookId, cancellationToken);
        return new OwnershipView
        {
            RunbookId = runbookId,
            Source = owner?.Source,
            Repository = owner?.Repository,
            Path = owner?.Path,
            FileUrl = owner?.FileUrl,
            Origin = owner?.Source is null ? null : origin,
            IsGone = owner?.Source is { } source && sources.Find(source) is null,
            RetiredAt = owner?.RetiredAt,
            ChangedHands = owner is { Reason: { } reason, By: var by } ? $"{by}: {reason}" : null,
            Files = [.. rows.SelectMany(row => row.Files.Where(problem => problem.RunbookId == runbookId).Select(problem => new OwnedFile(row.Key, problem)))],
            Edits = [.. edits.Where(edit => sources.Find(edit.Source) is not null).Select(View)],
        };
    }

    private static Task<List<RunbookEdit>> EditsAsync(AiSreDbContext db, System.Linq.Expressions.Expression<Func<RunbookEdit, bool>> which, CancellationToken cancellationToken) =>
        db.Set<RunbookEdit>().AsNoTracking()
            .Where(edit => edit.State == RunbookEditState.Opening || edit.State == RunbookEditState.Open)
            .Where(which).OrderBy(edit => edit.CreatedAt).ToListAsync(cancellationToken);

    private static EditView View(RunbookEdit edit) =>
        new(edit.Id, edit.RunbookId, edit.Before is null, edit.By, edit.Reason, edit.CreatedAt, edit.PullRequestNumber, edit.PullRequestUrl, edit.Problem);

    private static SourceView View(ConfiguredSource source, RunbookSource? row, ImmutableArray<EditView> edits) => new()
    {
        Key = source.Key,
        Name = source.Name,
        State = row switch
        {
            { FailingSince: not null } => SourceState.Failing,
            null or { StartedAt: null } => SourceState.New,
            { EndedAt: null } => SourceState.Syncing,
            _ => SourceState.Synced,
        },
        Branch = source.Branch ?? row?.Branch,
        Folder = source.Folder.Length == 0 ? null : source.Folder,
        Revision = row?.Revision,
        RevisionUrl = row?.RevisionUrl,
        SyncedAt = row?.SyncedAt,
        FailingSince = row?.FailingSince,
        Problem = row?.Problem,
        Files = row?.Files ?? [],
        InForce = row?.InForce ?? 0,
        Skipped = row?.Skipped ?? 0,
        Edits = edits,
    };
}
