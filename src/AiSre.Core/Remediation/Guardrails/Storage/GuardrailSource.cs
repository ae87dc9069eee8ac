using AiSre.Data;
using AiSre.Remediation.Guardrails.Format;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>Takes guardrails over from their file or repository. A text that is not valid, or cannot be read, leaves the last good one in force, and is told.</summary>
internal sealed partial class GuardrailSource(
    GuardrailStore store, GuardrailFiles files, IDbContextFactory<AiSreDbContext> contexts, IOptions<GuardrailOptions> options, TimeProvider time, ILogger<GuardrailSource> logger)
    : BackgroundService
{
    private string? _told;

    /// <summary>Whether looking asks somebody else.</summary>
    public bool IsRemote => options.Value.Repository is { Length: > 0 };

    /// <summary>Looks once. Does nothing where guardrails are kept in the database.</summary>
    /// <exception cref="Exception">The database is away; what could not be read is noted and not thrown.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (store.Owner is not { } owner)
        {
            return;
        }

        var problem = await TakeOverAsync(owner, cancellationToken);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into guardrail_readings (id, source, at, problem) values (1, {owner}, {now}, {problem})
                on conflict (id) do update set source = excluded.source, at = excluded.at, problem = excluded.problem
                """,
                cancellationToken);
        }

        if (problem != _told && problem is not null)
        {
            Log.NotTaken(logger, problem);
        }

        _told = problem;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store.Owner is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (DatabaseAway.Is(error))
            {
                // The next round comes.
            }
            catch (Exception error)
            {
                Log.Failed(logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Why what is there is not in force; null when it is.</summary>
    private async Task<string?> TakeOverAsync(string owner, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await files.ReadGuardrailsAsync(cancellationToken);
        }
        catch (ProblemException problem)
        {
            return $"The guardrails could not be read from {owner}: {problem.Message}";
        }

        if (GuardrailParser.Parse(text) is { IsValid: false } parsed)
        {
            return $"What {owner} says now is not in force because {parsed.Errors[0]}{(parsed.Errors.Length == 1 ? "" : $", and {parsed.Errors.Length - 1} more")}.";
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await GuardrailStore.LatestAsync(db, cancellationToken);
        if (latest?.Text == text)
        {
            return null;
        }

        // Of two replicas that read the same at once the second finds it saved already.
        var result = await store.AddAsync(new SaveGuardrails(text, latest?.Number ?? 0, owner, $"Read from {owner}."), cancellationToken);
        return result.IsSaved || (await GuardrailStore.LatestAsync(db, cancellationToken))?.Text == text ? null : result.Refusal;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} The last guardrails that were valid stay in force.")]
        public static partial void NotTaken(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for guardrails failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
