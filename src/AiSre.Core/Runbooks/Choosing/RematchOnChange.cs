using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Runbooks.Choosing;

/// <summary>When somebody saves a runbook, or a retired one comes back, incidents that had none are matched again.</summary>
internal sealed partial class RematchOnChange(
    IDbContextFactory<AiSreDbContext> contexts, ChangeFeed feed, StageDispatcher dispatcher, TimeProvider time, ILogger<RematchOnChange> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first look may find the database away: that must not end the whole process, and the feed calls again once it is back.
        string? known = null;
        using var changed = new SemaphoreSlim(1);
        using var subscription = feed.Subscribe("runbooks", () => changed.Release());
        while (true)
        {
            try
            {
                await changed.WaitAsync(stoppingToken);

                // The feed also calls after it lost its connection, when perhaps nothing changed.
                var current = await CatalogAsync(stoppingToken);
                if (known is not null && current != known)
                {
                    await RematchAsync(stoppingToken);
                }

                known = current;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (DatabaseAway.Is(error))
            {
                // When it is back, everybody is told to look again.
            }
            catch (Exception error)
            {
                Log.Failed(logger, error);
            }
        }
    }

    private async Task RematchAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.Set<Incident>().Where(incident => incident.State == IncidentState.NeedsPerson).ToListAsync(cancellationToken);
        foreach (var incident in waiting)
        {
            IncidentStateMachine.Move(incident, IncidentState.Diagnosed, time.GetUtcNow());
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                dispatcher.Wake(incident.Id, incident.State);
            }
            catch (DbUpdateConcurrencyException)
            {
                // It moved on in this moment, or another replica was faster; either way it is being looked at.
                db.Entry(incident).State = EntityState.Detached;
            }
        }
    }

    private async Task<string> CatalogAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await db.Set<RunbookVersion>()
            .Where(version => !db.Set<RunbookOwner>().Any(owner => owner.RunbookId == version.RunbookId && owner.RetiredAt != null))
            .GroupBy(version => version.RunbookId)
            .Select(versions => new { versions.Key, Number = versions.Max(version => version.Number) })
            .ToListAsync(cancellationToken);
        return string.Join(',', latest.OrderBy(runbook => runbook.Key, StringComparer.Ordinal).Select(runbook => $"{runbook.Key}@{runbook.Number}"));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Matching waiting incidents with the changed runbooks failed; the next change of a runbook tries again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
