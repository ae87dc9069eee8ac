using AiSre.Data;
using AiSre.Remediation.Proposals;
using Hangfire;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Decisions;

/// <summary>Looks at open pull requests from time to time, because a webhook can be missing or lost. Asking again costs GitHub nothing when nothing changed.</summary>
internal sealed partial class PullRequestPolling(
    IDbContextFactory<AiSreDbContext> contexts,
    IBackgroundJobClient jobs,
    IDistributedLockProvider locks,
    IOptions<DecisionOptions> options,
    TimeProvider time,
    ILogger<PullRequestPolling> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PullRequestPollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var alone = await locks.TryAcquireLockAsync("aisre:pull-request-polling", TimeSpan.Zero, stoppingToken);
                if (alone is null)
                {
                    continue; // Another replica is looking.
                }

                await using var db = await contexts.CreateDbContextAsync(stoppingToken);
                var open = await db.Set<Proposal>()
                    .Where(proposal => proposal.PullRequestState == PullRequestState.Open)
                    .Select(proposal => proposal.Id)
                    .ToListAsync(stoppingToken);
                foreach (var id in open)
                {
                    jobs.Enqueue<PullRequestJob>(job => job.RunAsync(id, CancellationToken.None));
                }
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for open pull requests failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
