using System.Collections.Concurrent;
using AiSre.Clusters.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Clusters.History;

/// <summary>
/// Keeps what clusters forget: the revisions of objects and the events about them. It hears of changes as every observer does, only notes which
/// objects they are about, and does its reading and writing on a loop of its own, so a slow database never slows the watch.
/// </summary>
internal sealed class FlightRecorder(
    ClusterConnections connections, HistoryStore store, HistoryCounts counts, IOptions<HistoryOptions> options, TimeProvider time, ILogger<FlightRecorder> logger)
    : IClusterObserver, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ClusterRecorder> _clusters = new(StringComparer.Ordinal);

    public void Synced(string cluster, ObjectCache cache)
    {
        // A new cache is a new beginning: what was noted for the old one is found by looking at everything once.
        var before = Stop(cluster);
        var recorder = new ClusterRecorder(connections.Get(cluster), cache, store, counts, options.Value, time, logger);
        _clusters[cluster] = recorder;
        recorder.Start(before);
    }

    public void Changed(string cluster, ObjectCache cache, IReadOnlyCollection<ObjectRef> changed)
    {
        if (_clusters.TryGetValue(cluster, out var recorder))
        {
            recorder.Note(changed);
        }
    }

    public void Lost(string cluster) => Stop(cluster);

    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _clusters.Values)
        {
            await recorder.DisposeAsync();
        }
    }

    private Task Stop(string cluster)
    {
        if (!_clusters.TryRemove(cluster, out var recorder))
        {
            return Task.CompletedTask;
        }

        recorder.Stop();
        return recorder.Loop;
    }
}
