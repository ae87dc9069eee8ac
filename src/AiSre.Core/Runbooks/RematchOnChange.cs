using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiSre.Runbooks;

/// <summary>When somebody saves a runbook, incidents that had none are matched again.</summary>
internal sealed partial class RematchOnChange(
    IDbContextFactory<AiSreDbContext> contexts, ChangeFeed feed, StageDispatcher dispatcher, TimeProvider time, ILogger<RematchOnChange> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changed = new SemaphoreSlim(0);
        using var subscription = feed.Subscribe("runbooks", () => changed.Release());
        while (true)
        {
            await changed.WaitAsync(stoppingToken);
            try
            {
                await RematchAsync(stoppingToken);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or InvalidOperationException or DbUpdateException)
            {
                Log.Failed(logger, error.Message);
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
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var incident in waiting)
        {
            dispatcher.Wake(incident.Id, incident.State);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Matching waiting incidents with the changed runbooks failed ({Reason}); the next change of a runbook tries again.")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
