using AiSre.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiSre.Clusters.Managed;

/// <summary>Keeps this process's connections equal to the clusters that were added, on whichever replica somebody added them.</summary>
internal sealed partial class ManagedClusterSync(
    ManagedClusters managed, ClusterConnections connections, ChangeFeed feed, TimeProvider time, ILogger<ManagedClusterSync> logger) : BackgroundService
{
    internal const string Topic = "managed-clusters";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim changed = new(1);

    public override void Dispose()
    {
        base.Dispose();
        changed.Dispose();
    }

    /// <summary>Makes them equal once.</summary>
    internal async Task SyncAsync(CancellationToken cancellationToken) =>
        connections.Manage((await managed.AllAsync(cancellationToken)).Select(row => (row.Name, row.Revision, Options(row))).ToList());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(Topic, Signal);
        while (true)
        {
            await changed.WaitAsync(stoppingToken);
            try
            {
                await SyncAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What is watched goes on meanwhile.
                if (!DatabaseAway.Is(exception))
                {
                    Log.NotRead(logger, exception);
                }

                await Task.Delay(RetryAfter, time, stoppingToken);
                Signal();
            }
        }
    }

    // One waiting signal stands for any number of changes; two threads that both see none cost one read too many.
    private void Signal()
    {
        if (changed.CurrentCount == 0)
        {
            changed.Release();
        }
    }

    // Credentials that cannot be opened are that cluster's problem, which its connection then tells whoever asks.
    private Func<ClusterOptions> Options(ManagedCluster row) => () =>
    {
        try
        {
            return managed.OptionsOf(row);
        }
        catch (ProblemException problem)
        {
            Log.NotOpened(logger, problem.Message);
            return new ClusterOptions { Name = row.Name, Obstacle = problem };
        }
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The clusters that were added could not be read, and are read again.")]
        public static partial void NotRead(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
        public static partial void NotOpened(ILogger logger, string problem);
    }
}
