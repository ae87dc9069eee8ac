using System.Diagnostics.Metrics;

namespace AiSre.Clusters.History;

/// <summary>What the flight recorder does, as metrics.</summary>
public sealed class HistoryCounts
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AiSre.History";

    private readonly Counter<long> _revisions;
    private readonly Counter<long> _events;
    private readonly Counter<long> _dropped;
    private long _droppedTotal;

    public HistoryCounts(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _revisions = meter.CreateCounter<long>("aisre.history.revisions", description: "Revisions of objects that were written down.");
        _events = meter.CreateCounter<long>("aisre.history.events", description: "Events that were written down.");
        _dropped = meter.CreateCounter<long>("aisre.history.dropped", description: "Changes that found the queue full; their objects are looked at again later.");
    }

    /// <summary>How many changes found the queue full since the start.</summary>
    public long Dropped => Interlocked.Read(ref _droppedTotal);

    internal void Wrote(string cluster, int revisions, int events)
    {
        _revisions.Add(revisions, new KeyValuePair<string, object?>("cluster", cluster));
        _events.Add(events, new KeyValuePair<string, object?>("cluster", cluster));
    }

    internal void Drop(string cluster, int count)
    {
        Interlocked.Add(ref _droppedTotal, count);
        _dropped.Add(count, new KeyValuePair<string, object?>("cluster", cluster));
    }
}
