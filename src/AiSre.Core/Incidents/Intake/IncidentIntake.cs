using System.Collections.Concurrent;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents.Alerts;
using Microsoft.Extensions.Logging;

namespace AiSre.Incidents.Intake;

/// <summary>Takes what the watchers see, cluster by cluster.</summary>
internal sealed class IncidentIntake : IClusterObserver, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ClusterIntake>> _clusters = new(StringComparer.Ordinal);
    private readonly Detector _detector;
    private readonly IncidentReconciler _reconciler;
    private readonly ClusterConnections _connections;
    private readonly FiringAlerts _firing;
    private readonly TimeProvider _time;
    private readonly ILogger<IncidentIntake> _logger;
    private readonly IDisposable _silences;
    private readonly IDisposable _alerts;

    public IncidentIntake(
        Detector detector, IncidentReconciler reconciler, FiringAlerts firing, ClusterConnections connections, ChangeFeed feed, TimeProvider time,
        ILogger<IncidentIntake> logger)
    {
        _detector = detector;
        _reconciler = reconciler;
        _connections = connections;
        _firing = firing;
        _time = time;
        _logger = logger;
        _silences = feed.Subscribe("silences", LookAgain);
        _alerts = feed.Subscribe("alerts", LookAgain);
    }

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
        _silences.Dispose();
        _alerts.Dispose();
        foreach (var intake in _clusters.Values)
        {
            await intake.Value.DisposeAsync();
        }
    }

    private void LookAgain()
    {
        foreach (var intake in _clusters.Values)
        {
            intake.Value.LookAgain();
        }
    }

    private ClusterIntake Start(string cluster)
    {
        var intake = new ClusterIntake(cluster, _detector, _reconciler, _firing, _connections, _time, _logger);
        intake.Start();
        return intake;
    }
}
