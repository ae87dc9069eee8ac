using AiSre.Data;
using AiSre.Incidents;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Diagnosis.Model;

/// <summary>Asks about incidents that the model was not asked about, because a process ended between the diagnosis and the wake-up.</summary>
internal sealed partial class ModelSweep(
    IDbContextFactory<AiSreDbContext> contexts, IBackgroundJobClient jobs, TimeProvider time, ILogger<ModelSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private const int Batch = 20;

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
                // A second opinion is never worth the host, which an exception from here would stop.
                Log.Failed(logger, error);
            }
        }
    }

    /// <summary>Wakes the job of every open incident that has long had a causal diagnosis and no model's.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow() - Interval;
        var records = db.Set<DiagnosisRecord>();
        var forgotten = await db.Set<Incident>()
            .Where(incident => incident.ClosedAt == null
                && records.Any(record => record.IncidentId == incident.Id && record.Analyst == Analyst.Causal && record.At < before)
                && !records.Any(record => record.IncidentId == incident.Id && record.Analyst == Analyst.Model))
            .OrderBy(incident => incident.OpenedAt)
            .Select(incident => incident.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var id in forgotten)
        {
            jobs.Enqueue<ModelAnalysisJob>(job => job.RunAsync(id, CancellationToken.None));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for incidents that the model was not asked about failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
