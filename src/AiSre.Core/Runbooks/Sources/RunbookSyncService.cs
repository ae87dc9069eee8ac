using AiSre.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Runbooks.Sources;

/// <summary>Looks at every source whenever it is time, or somebody asks, on whichever replica sees it first.</summary>
internal sealed partial class RunbookSyncService(RunbookSources sources, RunbookSync sync, ChangeFeed feed, TimeProvider time, ILogger<RunbookSyncService> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sources.Configured.Select(source => FollowAsync(source, stoppingToken)));

    private async Task FollowAsync(ConfiguredSource source, CancellationToken stoppingToken)
    {
        using var changed = new SemaphoreSlim(0);
        using var subscription = feed.Subscribe("runbook-sources", () => changed.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                // While another replica is at it, its end tells when to look again; should it die, nobody tells.
                var due = await sync.DueInAsync(source, stoppingToken);
                wait = due ?? (await sync.SyncAsync(source, stoppingToken) ? TimeSpan.Zero : AfterFailure);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                wait = AfterFailure;
                if (!DatabaseAway.Is(error))
                {
                    Log.Failed(logger, error, source.Name);
                }
            }

            await WaitAsync(changed, wait, stoppingToken);
        }
    }

    private async Task WaitAsync(SemaphoreSlim changed, TimeSpan wait, CancellationToken stoppingToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var change = changed.WaitAsync(woken.Token);
        await Task.WhenAny(change, Task.Delay(wait, time, woken.Token));
        await woken.CancelAsync();
        await ((Task)change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (changed.Wait(0, CancellationToken.None))
        {
            // However often it was told: one look sees it all.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Syncing the runbooks of {Source} failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception error, string source);
    }
}
