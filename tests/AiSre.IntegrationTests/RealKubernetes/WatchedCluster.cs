using System.Collections.Concurrent;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Watching;
using AiSre.Detection;
using Medallion.Threading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.IntegrationTests.RealKubernetes;

/// <summary>The product's watcher over one kubeconfig, with what it says written down.</summary>
internal sealed class WatchedCluster : IClusterObserver, IClusterStateStore, ILogger<ClusterWatcher>, IAsyncDisposable
{
    private readonly ClusterConnections connections;
    private readonly ClusterWatcher watcher;
    private ObjectCache? cache;

    public WatchedCluster(string kubeconfig)
    {
        connections = new ClusterConnections(Options.Create(new ClustersOptions { Clusters = { new ClusterOptions { Name = "real", Kubeconfig = kubeconfig } } }));
        watcher = new ClusterWatcher(
            connections, [this], new OnlyProcess(), this,
            new WatchTimings { ProbeEvery = TimeSpan.FromMilliseconds(500), StateEvery = TimeSpan.FromMilliseconds(20) },
            TimeProvider.System, this);
    }

    public ConcurrentQueue<string> Lines { get; } = new();

    public ClusterState? State { get; private set; }

    public bool IsSynced => cache is not null;

    public ClusterConnection Connection => connections.Get("real");

    public async Task<WatchedCluster> StartAsync()
    {
        await watcher.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>What the cluster shows now.</summary>
    public IReadOnlyList<Symptom> Symptoms => cache is null ? [] : Detector.Default.AnalyzeAll(cache, DateTimeOffset.UtcNow);

    public int Count(ObjectKind kind) => cache?.Count(kind) ?? 0;

    public async ValueTask DisposeAsync()
    {
        await watcher.StopAsync(CancellationToken.None);
        watcher.Dispose();
        connections.Dispose();
    }

    void IClusterObserver.Synced(string cluster, ObjectCache known) => cache = known;

    void IClusterObserver.Changed(string cluster, ObjectCache known, IReadOnlyCollection<ObjectRef> changed)
    {
    }

    Task IClusterStateStore.SaveAsync(ClusterState state, CancellationToken cancellationToken)
    {
        State = state;
        return Task.CompletedTask;
    }

    Task IClusterStateStore.RemoveAsync(string cluster, CancellationToken cancellationToken) => Task.CompletedTask;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));

    /// <summary>Locks for a process that has no rivals.</summary>
    private sealed class OnlyProcess : IDistributedLockProvider, IDistributedLock, IDistributedSynchronizationHandle
    {
        public string Name => "";

        public CancellationToken HandleLostToken => CancellationToken.None;

        public IDistributedLock CreateLock(string name) => this;

        public IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => this;

        public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => new(this);

        public IDistributedSynchronizationHandle TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) => this;

        public ValueTask<IDistributedSynchronizationHandle?> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => new(this);

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
