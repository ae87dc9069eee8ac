using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AiSre.Incidents.Alerts;

/// <summary>What came in by webhooks since this process started, by source.</summary>
public sealed class AlertCounts
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AiSre.Alerts";

    private readonly ConcurrentDictionary<(string Source, DeliveryOutcome Outcome), long> _deliveries = new();
    private readonly ConcurrentDictionary<string, (long Firing, long Resolved)> _alerts = new(StringComparer.Ordinal);
    private readonly Counter<long> _deliveryCounter;
    private readonly Counter<long> _alertCounter;

    public AlertCounts(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _deliveryCounter = meter.CreateCounter<long>("aisre.alerts.deliveries", description: "Deliveries by webhook, by source and outcome.");
        _alertCounter = meter.CreateCounter<long>("aisre.alerts.received", description: "Alerts that were taken in, by source and status.");
    }

    /// <summary>A delivery ended so.</summary>
    public void Delivered(string source, DeliveryOutcome outcome)
    {
        _deliveryCounter.Add(1, new("source", source), new("outcome", outcome.ToString()));
        _deliveries.AddOrUpdate((source, outcome), 1, (_, count) => count + 1);
    }

    /// <summary>So many deliveries of a source ended so.</summary>
    public long Deliveries(string source, DeliveryOutcome outcome) => _deliveries.GetValueOrDefault((source, outcome));

    /// <summary>So many alerts of a source were taken in.</summary>
    public (long Firing, long Resolved) Alerts(string source) => _alerts.GetValueOrDefault(source);

    internal void Received(string source, int firing, int resolved)
    {
        _alertCounter.Add(firing, new("source", source), new("status", "firing"));
        _alertCounter.Add(resolved, new("source", source), new("status", "resolved"));
        _alerts.AddOrUpdate(source, (firing, resolved), (_, count) => (count.Firing + firing, count.Resolved + resolved));
    }
}

/// <summary>How a delivery ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>Taken in.</summary>
    Accepted,

    /// <summary>Without the right token.</summary>
    Unauthorized,

    /// <summary>The body is longer than is allowed.</summary>
    TooLarge,

    /// <summary>The body cannot be read, or is about a cluster that is not known.</summary>
    Malformed,

    /// <summary>The database did not answer; the sender is to try again.</summary>
    Failed,
}
