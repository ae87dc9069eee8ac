using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Runbooks.Sources;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Runbooks.Storage;

/// <summary>Keeps every version of every runbook. Versions are added, never changed.</summary>
public sealed class RunbookStore(IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock)
{
    /// <summary>The latest version of each runbook, by id.</summary>
    public async Task<ImmutableArray<RunbookVersion>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = context.Set<RunbookVersion>().AsNoTracking();
        var latest = await versions
            .Where(version => !versions.Any(newer => newer.RunbookId == version.RunbookId && newer.Number > version.Number))
            .ToListAsync(cancellationToken);
        return [.. latest.OrderBy(version => version.RunbookId, StringComparer.Ordinal)];
    }

    /// <summary>Which version of each runbook that is not retired is the latest, without its text.</summary>
    internal async Task<IReadOnlyList<(Guid Id, int Number)>> LatestAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = context.Set<RunbookVersion>().AsNoTracking();
        var latest = await versions
            .Where(version => !versions.Any(newer => newer.RunbookId == version.RunbookId && newer.Number > version.Number)
                && !context.Set<RunbookOwner>().Any(owner => owner.RunbookId == version.RunbookId && owner.RetiredAt != null))
            .Select(version => new { version.Id, version.Number })
            .ToListAsync(cancellationToken);
        return [.. latest.Select(version => (version.Id, version.Number))];
    }

    /// <summary>Whether there is such a runbook, and it is not retired.</summary>
    public async Task<bool> IsInForceAsync(string runbookId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<RunbookVersion>().AnyAsync(version => version.RunbookId == runbookId, cancellationToken)
            && !await context.Set<RunbookOwner>().AnyAsync(owner => owner.RunbookId == runbookId && owner.RetiredAt != null, cancellationToken);
    }

    /// <summary>Versions by their keys.</summary>
    internal async Task<IReadOnlyList<RunbookVersion>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<RunbookVersion>().AsNoTracking().Where(version => ids.Contains(version.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>One version of a runbook, the latest when no number is given; null when there is none.</summary>
    public async Task<RunbookVersion?> GetAsync(string runbookId, int? number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<RunbookVersion>().AsNoTracking()
            .Where(version => version.RunbookId == runbookId && (number == null || version.Number == number))
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>All versions of a runbook, the latest first.</summary>
    public async Task<ImmutableArray<RunbookVersion>> VersionsAsync(string runbookId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return
        [
            .. await context.Set<RunbookVersion>().AsNoTracking()
                .Where(version => version.RunbookId == runbookId)
                .OrderByDescending(version => version.Number)
                .ToListAsync(cancellationToken),
        ];
    }

    /// <summary>
    /// Adds a version, or says why not: the text is not valid, its id is another one, somebody saved in between, or it belongs to a repository.
    /// What was refused is with the caller still, and what the other one saved is kept.
    /// </summary>
    public async Task<SaveRunbookResult> SaveAsync(SaveRunbook request, CancellationToken cancellationToken)
    {
        if (WhyNot(request) is { } refusal)
        {
            return refusal;
        }

        var id = RunbookParser.Parse(request.Text).Runbook!.Id;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var owner = await RunbookOwner.LockAsync(context, id, cancellationToken);
        if (owner?.Source is not null)
        {
            return SaveRunbookResult.Refused($"The runbook was not saved because {id} comes from {owner.Path} of {owner.Repository}; change it there, or from its page by a pull request.");
        }

        var latest = await LatestAsync(context, id, cancellationToken);
        if ((latest?.Number ?? 0) != request.ExpectedVersion)
        {
            return Conflict(id, request.ExpectedVersion, latest);
        }

        if (latest?.Text == request.Text)
        {
            return SaveRunbookResult.Refused($"Nothing was saved because the text is that of version {latest.Number} already.");
        }

        var version = new RunbookVersion
        {
            Id = Guid.CreateVersion7(),
            RunbookId = id,
            Number = request.ExpectedVersion + 1,
            Text = request.Text,
            SavedBy = request.SavedBy,
            SavedAt = clock.GetUtcNow(),
            Reason = request.Reason.Trim(),
        };
        context.Add(version);
        if (owner is null)
        {
            context.Add(new RunbookOwner { RunbookId = id, Since = version.SavedAt, By = request.SavedBy });
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody saved between the look and the write; the unique index let one of the two through.
            return Conflict(id, request.ExpectedVersion, await LatestAsync(context, id, cancellationToken));
        }

        return SaveRunbookResult.Saved(version);
    }

    /// <summary>What is wrong with a wish by itself, wherever the runbook is kept; null when nothing is.</summary>
    internal static SaveRunbookResult? WhyNot(SaveRunbook request)
    {
        var parsed = RunbookParser.Parse(request.Text);
        if (!parsed.IsValid)
        {
            return SaveRunbookResult.Refused($"The runbook was not saved because {parsed.Errors[0]}.", parsed.Errors);
        }

        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return SaveRunbookResult.Refused("The runbook was not saved because it says no reason; write in a few words why it changes.");
        }

        var id = parsed.Runbook.Id;
        if (request.RunbookId is { } began && began != id)
        {
            return SaveRunbookResult.Refused($"The runbook was not saved because its id changed from {began} to {id}; keep the id, or add {id} as a new runbook.");
        }

        if (parsed.Runbook.IsAutomaticEverywhere && !request.MeansEverywhere)
        {
            return SaveRunbookResult.Everywhere(id);
        }

        return null;
    }

    internal static Task<RunbookVersion?> LatestAsync(AiSreDbContext context, string id, CancellationToken cancellationToken) =>
        context.Set<RunbookVersion>().AsNoTracking()
            .Where(version => version.RunbookId == id)
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(cancellationToken);

    private static SaveRunbookResult Conflict(string id, int expected, RunbookVersion? latest) => SaveRunbookResult.Refused((expected, latest) switch
    {
        (0, _) => $"The runbook was not saved because {id} exists already; choose another id, or edit that one.",
        (_, null) => $"The runbook was not saved because there is no {id} any more; add it as a new runbook.",
        _ => $"The runbook was not saved because {latest.SavedBy} saved version {latest.Number} of {id} while you edited version {expected}; compare, and save again on top of version {latest.Number}.",
    });
}
