using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Sources;

/// <summary>Hands runbooks over between the people here and the files of repositories. Their versions go on, and with them what they have earned.</summary>
public class RunbookOwnership(RunbookSources sources, IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock)
{
    /// <summary>Gives a runbook of people here, or of a source that is gone, to a file that the sync has found for it.</summary>
    /// <param name="runbookId">The runbook.</param>
    /// <param name="source">The key of the source.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <exception cref="ProblemException">No reason is given, there is no such file, or the runbook belongs to another source.</exception>
    public virtual async Task HandOverAsync(string runbookId, string source, string by, string reason, CancellationToken cancellationToken)
    {
        var configured = sources.Find(source) ?? throw new ProblemException("That repository is not in the settings any more, so nothing can be handed over to it.");
        Demand(reason);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await RunbookOwner.LockAsync(db, runbookId, cancellationToken);
        if (owner?.Source is { } other && other != source && sources.Find(other) is not null)
        {
            throw new ProblemException($"The runbook {runbookId} belongs to {owner.Path} of {owner.Repository}; remove the file there first.");
        }

        if (owner?.Source == source)
        {
            return; // The other click was faster.
        }

        var files = (await db.Set<RunbookSource>().AsNoTracking().SingleOrDefaultAsync(one => one.Key == source, cancellationToken))?.Files ?? [];
        var file = files.FirstOrDefault(problem => problem.RunbookId == runbookId && problem.MayBeHandedOver)
            ?? throw new ProblemException($"{configured.Name} has no valid file for {runbookId}, so it was not handed over; sync and look again.");
        if (owner is null)
        {
            owner = new RunbookOwner { RunbookId = runbookId, By = by, Since = clock.GetUtcNow() };
            db.Add(owner);
        }

        (owner.Source, owner.Repository, owner.Path, owner.BlobSha, owner.FileUrl) = (source, configured.Address.FullName, file.Path, null, file.Url);
        Note(owner, by, reason);
        await db.SaveChangesAsync(cancellationToken);
        await RunbookSources.RequestAsync(db, configured, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Takes a runbook over into the database, whose source is not in the settings any more, or whose file is gone.</summary>
    /// <param name="runbookId">The runbook.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <exception cref="ProblemException">No reason is given, or the repository still has the file.</exception>
    public virtual async Task TakeOverAsync(string runbookId, string by, string reason, CancellationToken cancellationToken)
    {
        Demand(reason);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await RunbookOwner.LockAsync(db, runbookId, cancellationToken);
        if (owner?.Source is null)
        {
            return; // It belongs to people here.
        }

        if (owner.RetiredAt is null && sources.Find(owner.Source) is not null)
        {
            throw new ProblemException($"The runbook {runbookId} comes from {owner.Path} of {owner.Repository}, so it was not taken over; remove the file there first.");
        }

        (owner.Source, owner.Repository, owner.Path, owner.BlobSha, owner.FileUrl, owner.RetiredAt) = (null, null, null, null, null, null);
        Note(owner, by, reason);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Notes that a file's text is meant to be automatic everywhere. It holds for exactly that text.</summary>
    /// <param name="source">The key of the source.</param>
    /// <param name="problem">What the sync says of the file.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up; nothing is noted then.</param>
    public virtual async Task ConfirmEverywhereAsync(string source, FileProblem problem, string by, CancellationToken cancellationToken)
    {
        if (problem is not { Kind: FileProblemKind.Everywhere, RunbookId: { } id, TextHash: { } hash } || sources.Find(source) is not { } configured)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ConfirmAsync(db, id, hash, by, clock.GetUtcNow(), cancellationToken);
        await RunbookSources.RequestAsync(db, configured, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    internal static Task ConfirmAsync(AiSreDbContext db, string runbookId, string hash, string by, DateTimeOffset now, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        insert into runbook_confirmations (id, runbook_id, text_hash, by, at) values ({Guid.CreateVersion7()}, {runbookId}, {hash}, {by}, {now})
        on conflict (runbook_id, text_hash) do nothing
        """,
        cancellationToken);

    private void Note(RunbookOwner owner, string by, string reason) => (owner.By, owner.Reason, owner.Since) = (by, reason.Trim(), clock.GetUtcNow());

    private static void Demand(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException("Say why the runbook changes hands; the reason is kept with it.");
        }
    }
}
