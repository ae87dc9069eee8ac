using System.Collections.Concurrent;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using Microsoft.Extensions.Logging;

namespace AiSre.Incidents.Intake;

/// <summary>Takes what the watchers see, cluster by cluster.</summary>
internal sealed class IncidentIntake(Detector detector, IncidentReconciler reconciler, TimeProvider time, ILogger<IncidentIntake> logger)
    : IClusterObserver, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ClusterIntake>> _clusters = new(StringComparer.Ordinal);

    /// <remarks>Before the first sync nothing is concluded: an object that is not listed yet must not look gone.</remarks>
    public void Changed(string cluster, ObjectCache cache, IReadOnlyCollection<ObjectRef> changed)
    {
        if (_clusters.TryGetValue(cluster, out var intake))
        {
            intake.Value.Changed(changed);
        }
    }

    public void Synced(string cluster, ObjectCache cache) =>
        _clusters.GetOrAdd(cluster, name => new Lazy<ClusterIntake>(() => Start(name))).Value.ChangedAll(cache);

    public void Lost(string cluster)
    {
        if (_clusters.TryRemove(cluster, out var intake))
        {
            intake.Value.Stop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var intake in _clusters.Values)
        {
            await intake.Value.DisposeAsync();
        }
    }

    private ClusterIntake Start(string cluster)
    {
        var intake = new ClusterIntake(cluster, detector, reconciler, time, logger);
        intake.Start();
        return intake;
    }
}
