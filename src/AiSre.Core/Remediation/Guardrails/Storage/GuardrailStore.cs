using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Remediation.Guardrails.Format;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>Keeps every version of the guardrails, wherever they come from. The latest is in force.</summary>
public sealed class GuardrailStore(IDbContextFactory<AiSreDbContext> contexts, IOptions<GuardrailOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, GuardrailParseResult> _parsed = new();

    /// <summary>Who changes the guardrails when not people here: a file or a repository; null when people do.</summary>
    public string? Owner => options.Value.Owner;

    /// <summary>All versions, the latest first.</summary>
    public async Task<ImmutableArray<GuardrailVersion>> VersionsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. await db.Set<GuardrailVersion>().AsNoTracking().OrderByDescending(version => version.Number).ToListAsync(cancellationToken)];
    }

    /// <summary>What is in force, and what is wrong with what is not.</summary>
    public async Task<GuardrailsInForce> InForceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await InForceAsync(db, cancellationToken);
    }

    /// <summary>As <see cref="InForceAsync(CancellationToken)"/>, within a transaction.</summary>
    internal async Task<GuardrailsInForce> InForceAsync(AiSreDbContext db, CancellationToken cancellationToken)
    {
        var latest = await LatestAsync(db, cancellationToken);
        var reading = Owner is null ? null : await db.Set<GuardrailReading>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var problem = reading?.Source == Owner ? reading?.Problem : null;
        if (latest is null)
        {
            return new GuardrailsInForce(null, null, Owner is null ? null : problem ?? $"The guardrails were not read yet from {Owner}.");
        }

        if (_parsed.Count > 100)
        {
            _parsed.Clear();
        }

        // Only valid texts are saved, so one that is not was written under another format: what it allowed is not known.
        var parsed = _parsed.GetOrAdd(latest.Id, _ => GuardrailParser.Parse(latest.Text));
        return parsed.IsValid
            ? new GuardrailsInForce(latest.Number, parsed.File, problem)
            : new GuardrailsInForce(latest.Number, null, $"Version {latest.Number} of the guardrails cannot be read any more ({parsed.Errors[0]}); save it anew.");
    }

    /// <summary>Adds a version, or says why not: it belongs to a file, is not valid, or somebody saved in between.</summary>
    public async Task<SaveGuardrailsResult> SaveAsync(SaveGuardrails request, CancellationToken cancellationToken) => Owner is { } owner
        ? SaveGuardrailsResult.Refused($"The guardrails were not saved because they come from {owner}; change them there.")
        : await AddAsync(request, cancellationToken);

    /// <summary>As <see cref="SaveAsync"/>, whoever they belong to.</summary>
    internal async Task<SaveGuardrailsResult> AddAsync(SaveGuardrails request, CancellationToken cancellationToken)
    {
        var parsed = GuardrailParser.Parse(request.Text);
        if (!parsed.IsValid)
        {
            return SaveGuardrailsResult.Refused($"The guardrails were not saved because {parsed.Errors[0]}.", parsed.Errors);
        }

        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return SaveGuardrailsResult.Refused("The guardrails were not saved because no reason is given; write in a few words why they change.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await LatestAsync(db, cancellationToken);
        if ((latest?.Number ?? 0) != request.ExpectedVersion)
        {
            return Conflict(request.ExpectedVersion, latest);
        }

        if (latest?.Text == request.Text)
        {
            return SaveGuardrailsResult.Refused($"Nothing was saved because the text is that of version {latest.Number} already.");
        }

        var version = new GuardrailVersion
        {
            Id = Guid.CreateVersion7(),
            Number = request.ExpectedVersion + 1,
            Text = request.Text,
            SavedBy = request.SavedBy,
            SavedAt = clock.GetUtcNow(),
            Reason = request.Reason.Trim(),
        };
        db.Add(version);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return SaveGuardrailsResult.Saved(version);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody saved between the look and the write; the unique index let one of the two through.
            return Conflict(request.ExpectedVersion, await LatestAsync(db, cancellationToken));
        }
    }

    internal static Task<GuardrailVersion?> LatestAsync(AiSreDbContext db, CancellationToken cancellationToken) =>
        db.Set<GuardrailVersion>().AsNoTracking().OrderByDescending(version => version.Number).FirstOrDefaultAsync(cancellationToken);

    private static SaveGuardrailsResult Conflict(int expected, GuardrailVersion? latest) => SaveGuardrailsResult.Refused(latest is null
        ? "The guardrails were not saved because there is no such version any more; save them as the first."
        : $"The guardrails were not saved because {latest.SavedBy} saved version {latest.Number} while you edited version {expected}; compare, and save again on top of version {latest.Number}.");
}

/// <summary>What is in force.</summary>
/// <param name="Version">Its number; null where there are no guardrails.</param>
/// <param name="File">The guardrails; null where there are none, or they cannot be read.</param>
/// <param name="Problem">What is wrong: with the newest text, which is then not in force, or with all of them; null when nothing is.</param>
public sealed record GuardrailsInForce(int? Version, GuardrailFile? File, string? Problem)
{
    /// <summary>Whether it is known what is in force, be it that there are no guardrails.</summary>
    public bool IsKnown => File is not null || (Version is null && Problem is null);
}
