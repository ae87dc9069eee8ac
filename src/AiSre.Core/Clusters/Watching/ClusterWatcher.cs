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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(connections.All.Select(connection => OwnAsync(connection, stoppingToken)));

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

        [LoggerMessage(Level = LogLevel.Warning, Message = "Cluster {Cluster} cannot be watched at the moment.")]
        public static partial void Failed(ILogger logger, Exception exception, string cluster);
    }
}
