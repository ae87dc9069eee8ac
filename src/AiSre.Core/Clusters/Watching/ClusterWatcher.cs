using AiSre.Data;
using Medallion.Threading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Clusters.Watching;

/// <summary>Watches every cluster that this process owns. A cluster has one owner among all replicas: whoever holds its lock; when that one dies, another takes over.</summary>
internal sealed partial class ClusterWatcher(
    ClusterConnections connections, IEnumerable<IClusterObserver> observers, IDistributedLockProvider locks, IClusterStateStore store,
    WatchTimings timings, TimeProvider time, ILogger<ClusterWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A cluster that was changed is a new connection: the watch over the old one ends in order before the next begins.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new Dictionary<ClusterConnection, (CancellationTokenSource Stop, Task Task)>();
        try
        {
            while (true)
            {
                var (now, changed) = connections.Watch();
                foreach (var connection in running.Keys.Except(now).ToList())
                {
                    await EndAsync(running, connection);
                    if (now.All(other => other.Name != connection.Name))
                    {
                        await ForgetAsync(connection.Name, stoppingToken);
                    }
                }

                foreach (var connection in now.Where(connection => !running.ContainsKey(connection)))
                {
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                    running.Add(connection, (stop, OwnAsync(connection, stop.Token)));
                }

                await changed.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // All watches end.
        }
        finally
        {
            await Task.WhenAll(running.Keys.ToList().Select(connection => EndAsync(running, connection)));
        }
    }

    private static async Task EndAsync(Dictionary<ClusterConnection, (CancellationTokenSource Stop, Task Task)> running, ClusterConnection connection)
    {
        var (stop, task) = running[connection];
        await stop.CancelAsync();
        await task;
        stop.Dispose();
        running.Remove(connection);
    }

    // After the last word of the watch, which would otherwise bring the row back.
    private async Task ForgetAsync(string cluster, CancellationToken stoppingToken)
    {
        try
        {
            await store.RemoveAsync(cluster, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotForgotten(logger, exception, cluster);
        }
    }

    private async Task OwnAsync(ClusterConnection connection, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var handle = await locks.CreateLock($"aisre/cluster/{connection.Name}").AcquireAsync(cancellationToken: stoppingToken);
                using var owned = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, handle.HandleLostToken);
                Log.Owned(logger, connection.Name);
                await new ClusterSession(connection, observers, store, timings, time, logger).RunAsync(owned.Token);
                if (!stoppingToken.IsCancellationRequested)
                {
                    Log.Lost(logger, connection.Name);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return; // Connections that are closed under a reader complain in many ways.
            }
            catch (Exception exception)
            {
                if (!DatabaseAway.Is(exception))
                {
                    Log.Failed(logger, exception, connection.Name);
                }

                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "This process watches cluster {Cluster}.")]
        public static partial void Owned(ILogger logger, string cluster);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The lock on cluster {Cluster} was lost, and is asked for again.")]
        public static partial void Lost(ILogger logger, string cluster);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The last state of cluster {Cluster}, which was removed, is still shown.")]
        public static partial void NotForgotten(ILogger logger, Exception exception, string cluster);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Cluster {Cluster} cannot be watched at the moment.")]
        public static partial void Failed(ILogger logger, Exception exception, string cluster);
    }
}
