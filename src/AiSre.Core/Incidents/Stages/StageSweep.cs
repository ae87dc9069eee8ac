using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Incidents.Stages;

/// <summary>
/// Finds incidents whose work is due and wakes their stages: retries, waits that are over, and whatever a killed process left.
/// </summary>
internal sealed partial class StageSweep(
    IDbContextFactory<AiSreDbContext> contexts, StageDispatcher dispatcher, TimeProvider time, ILogger<StageSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private const int Batch = 500;
    private static readonly IncidentState[] Pausing = [.. Enum.GetValues<IncidentState>().Where(IncidentStateMachine.PausesWhileSilenced)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
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
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        dispatcher.Forget();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var due = await db.Set<Incident>()
            .Where(incident => incident.NextAttemptAt <= now
                && (incident.SilencedUntil == null || incident.SilencedUntil <= now || !Pausing.Contains(incident.State)))
            .OrderBy(incident => incident.NextAttemptAt)
            .Select(incident => new { incident.Id, incident.State })
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var incident in due)
        {
            dispatcher.WakeUnlessWoken(incident.Id, incident.State);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for due work failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
