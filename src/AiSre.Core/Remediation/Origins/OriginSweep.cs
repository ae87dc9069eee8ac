using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Origins;

/// <summary>Wakes searches that are due, those that a killed process left, and those whose find is not in the pull request yet.</summary>
internal sealed partial class OriginSweep(
    IDbContextFactory<AiSreDbContext> contexts, IBackgroundJobClient jobs, TimeProvider time, ILogger<OriginSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long a search that was begun with the diagnosis is waited for, and how often what was left behind is looked for.</summary>
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(20);

    private const int Batch = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var leftAt = time.GetUtcNow();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var withLeft = time.GetUtcNow() >= leftAt;
                await SweepAsync(withLeft, stoppingToken);
                leftAt = withLeft ? time.GetUtcNow() + ForgottenAfter : leftAt;
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

    /// <param name="withLeft">Whether to look also for what was left behind.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task SweepAsync(bool withLeft, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var origins = db.Set<FaultOriginRecord>();
        var diagnoses = db.Set<DiagnosisRecord>();
        var due = origins.Where(record => record.NextAttemptAt <= now).Select(record => record.IncidentId);
        var forgotten = db.Set<Incident>()
            .Where(incident => incident.ClosedAt == null
                && diagnoses.Any(record => record.IncidentId == incident.Id && record.Analyst == Analyst.Causal && record.At < now - ForgottenAfter)
                && !origins.Any(record => record.IncidentId == incident.Id))
            .Select(incident => incident.Id);
        var untold = db.Set<Proposal>()
            .Where(proposal => proposal.RevertOf == null && proposal.PullRequestState == PullRequestState.Open && proposal.PullRequestNumber != null
                && !proposal.Body.Contains(PullRequestText.OriginHeading)
                && origins.Any(record => record.IncidentId == proposal.IncidentId && record.Origin != null && record.NextAttemptAt == null))
            .Select(proposal => proposal.IncidentId);
        foreach (var id in await (withLeft ? due.Union(forgotten).Union(untold) : due).Take(Batch).ToListAsync(cancellationToken))
        {
            jobs.Enqueue<OriginJob>(job => job.RunAsync(id, CancellationToken.None));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for searches that are due failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
