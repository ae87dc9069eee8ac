using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents.Alerts;

namespace AiSre.Incidents.Intake;

/// <summary>Which alerts of one cluster fire, and since when that is known here. Not thread-safe: its cluster's loop owns it.</summary>
internal sealed class AlertTracker(string cluster, FiringAlerts firing)
{
    /// <summary>A notification may be lost together with its connection.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly SymptomTracker _tracker = new();
    private IReadOnlyList<Alert> _alerts = [];
    private DateTimeOffset? _readAgainAt;

    /// <summary>The fingerprints of the symptoms that alerts are, settled or not.</summary>
    public HashSet<string> Showing => _tracker.Showing;

    /// <summary>Reads what fires, where that may have changed, and places it among the objects as they are now.</summary>
    /// <returns>Whether anything is different from the last look.</returns>
    public async Task<bool> LookAsync(ObjectCache cache, bool isAsked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (isAsked)
        {
            _readAgainAt = null; // Stays so when the reading fails.
        }

        if (_readAgainAt is null || _readAgainAt <= now)
        {
            (_alerts, var nextExpiry) = await firing.LoadAsync(cluster, now, cancellationToken);
            _readAgainAt = nextExpiry < now + LookAgainAfter ? nextExpiry : now + LookAgainAfter;
        }

        var different = false;
        var subjects = _alerts.ToDictionary(Subject);
        foreach (var (subject, alert) in subjects)
        {
            different |= _tracker.Observe(subject, [AlertSymptoms.Of(alert, cache)], now);
        }

        foreach (var over in _tracker.Objects.Where(subject => !subjects.ContainsKey(subject)).ToList())
        {
            different |= _tracker.Observe(over, [], now);
        }

        return different;
    }

    /// <summary>The alerts that have fired long enough, with their symptoms.</summary>
    public IReadOnlyCollection<(Alert Alert, Symptom Symptom)> Settled(DateTimeOffset now)
    {
        var alerts = _alerts.ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        return [.. _tracker.Settled(now).Select(symptom => (alerts[symptom.Parameters[SymptomParameters.Alert]], symptom))];
    }

    /// <summary>When there is something to look at again without a signal; null while nothing fires.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        var settles = _tracker.NextDue(now);
        return _alerts.Count == 0 ? null : settles < _readAgainAt ? settles : _readAgainAt;
    }

    // In the place of an object, so that one alert is followed like one object.
    private static ObjectRef Subject(Alert alert) => new("", AlertSymptoms.UnplacedKind, null, alert.Fingerprint);
}
