using AiSre.Data;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Runbooks.Sources;

/// <summary>Writes what a sync decided, runbook by runbook. Each write asks again who the runbook belongs to, and whether a later look has overtaken this one.</summary>
internal sealed class SourceVersions(IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock)
{
    private const string TakenBy = "AiSre";

    /// <summary>Takes a file over: its text becomes a version unless it is the latest one already.</summary>
    /// <param name="look">Whose look this is.</param>
    /// <param name="taken">The file.</param>
    /// <param name="fileUrl">Where a browser shows it as it is now.</param>
    /// <param name="commit">Who changed it and why; null where its text is that of the latest version.</param>
    /// <param name="cancellationToken">Gives up; nothing is written then.</param>
    /// <returns>False when somebody was faster: the next look sees what is there then.</returns>
    public Task<bool> TakeAsync(SourceLook look, TakenFile taken, string fileUrl, VersionCommit? commit, CancellationToken cancellationToken) =>
        WriteAsync(look, taken.RunbookId, async (db, owner) =>
        {
            var now = clock.GetUtcNow();
            var latest = await RunbookStore.LatestAsync(db, taken.RunbookId, cancellationToken);
            if (owner is null ? latest is not null : owner.Source != look.Source.Key)
            {
                return false;
            }

            if (commit is not null && latest?.Text != taken.File.Text)
            {
                db.Add(new RunbookVersion
                {
                    Id = Guid.CreateVersion7(),
                    RunbookId = taken.RunbookId,
                    Number = (latest?.Number ?? 0) + 1,
                    Text = taken.File.Text!,
                    SavedBy = commit.By,
                    SavedAt = now,
                    Reason = commit.Reason,
                    Origin = commit.Origin,
                });
            }

            if (owner is null)
            {
                owner = new RunbookOwner { RunbookId = taken.RunbookId, Source = look.Source.Key, Since = now, By = TakenBy };
                db.Add(owner);
            }

            (owner.Repository, owner.Path, owner.BlobSha, owner.FileUrl, owner.RetiredAt) = (look.Source.Address.FullName, taken.File.Path, taken.File.BlobSha, fileUrl, null);
            return true;
        }, cancellationToken);

    /// <summary>Notes that a runbook's file is gone.</summary>
    /// <returns>As <see cref="TakeAsync"/>.</returns>
    public Task<bool> RetireAsync(SourceLook look, string runbookId, CancellationToken cancellationToken) =>
        WriteAsync(look, runbookId, (_, owner) =>
        {
            if (owner?.Source != look.Source.Key)
            {
                return Task.FromResult(false);
            }

            owner.RetiredAt ??= clock.GetUtcNow();
            return Task.FromResult(true);
        }, cancellationToken);

    private async Task<bool> WriteAsync(SourceLook look, string runbookId, Func<AiSreDbContext, RunbookOwner?, Task<bool>> write, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var attempt = await db.Database.SqlQuery<int>($"select attempt as \"Value\" from runbook_sources where key = {look.Source.Key} for share").SingleOrDefaultAsync(cancellationToken);
        if (attempt != look.Attempt || !await write(db, await RunbookOwner.LockAsync(db, runbookId, cancellationToken)))
        {
            return false;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false; // Somebody began the same id in this very moment.
        }
    }
}

/// <summary>One look at a source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Attempt">Which look; a later one overtakes it.</param>
internal sealed record SourceLook(ConfiguredSource Source, int Attempt);

/// <summary>What a version says of the commit that it came with.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="Reason">How its message begins.</param>
/// <param name="Origin">Where it is.</param>
internal sealed record VersionCommit(string By, string Reason, RunbookOrigin Origin);
