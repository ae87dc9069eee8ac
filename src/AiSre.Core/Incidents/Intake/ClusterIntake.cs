using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents.Alerts;
using Microsoft.Extensions.Logging;

namespace AiSre.Incidents.Intake;

/// <summary>One cluster's way from changed objects to incidents: look at what changed, let it settle, correlate, reconcile.</summary>
/// <remarks>Signals only mark objects; one loop does the work, so a flood of changes costs one pass over what shows symptoms.</remarks>
internal sealed partial class ClusterIntake : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>Some rules give time (a start may take two minutes); what changes by time alone is found by looking at everything this often.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    /// <summary>While fewer objects than this show something, all of them are looked at again with every change; else with the next sweep.</summary>
    private const int MostLookedAtAgain = 500;

    private readonly string cluster;
    private readonly Detector detector;
    private readonly IncidentReconciler reconciler;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FailureLogs _logs;
    private readonly SymptomTracker _tracker = new();
    private readonly AlertTracker _alerts;
    private readonly HashSet<ObjectRef> _changed = [];
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private ObjectCache _cache = new();
    private bool _all;
    private bool _again;
    private DateTimeOffset _sweptAt;
    private Task _loop = Task.CompletedTask;

    public ClusterIntake(
        string cluster, Detector detector, IncidentReconciler reconciler, FiringAlerts firing, ClusterConnections connections, TimeProvider time, ILogger logger)
    {
        this.cluster = cluster;
        this.detector = detector;
        this.reconciler = reconciler;
        this.time = time;
        this.logger = logger;
        _sweptAt = time.GetUtcNow();
        _alerts = new AlertTracker(cluster, firing);
        _logs = new FailureLogs(cluster, connections, Changed, _stop.Token);
    }

    public void Start()
    {
        _logs.Start();
        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Marks objects to be looked at again.</summary>
    public void Changed(IReadOnlyCollection<ObjectRef> objects)
    {
        lock (_changed)
        {
            _changed.UnionWith(objects);
        }

        Signal();
    }

    /// <summary>Everything is to be looked at: the cluster was listed anew, perhaps into another cache.</summary>
    public void ChangedAll(ObjectCache cache)
    {
        lock (_changed)
        {
            _cache = cache;
            _all = true;
        }

        Signal();
    }

    /// <summary>Something besides the objects changed, such as a silence or an alert: what shows is to be compared with the incidents again.</summary>
    public void LookAgain()
    {
        Volatile.Write(ref _again, true);
        Signal();
    }

    /// <summary>Ends the loop without waiting for it.</summary>
    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _signal.Dispose();
    }

    private void Signal()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // The loop has not taken the last signal yet, and will find these objects with it.
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? due = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(due, cancellationToken);
                due = await PassAsync(due, cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // A database that is away comes back; a defect in a rule must not stop the eyes of the whole product.
                if (!DatabaseAway.Is(error))
                {
                    Log.PassFailed(logger, error, cluster);
                }

                due = time.GetUtcNow() + RetryAfter;
            }
        }
    }

    private async Task WaitAsync(DateTimeOffset? due, CancellationToken cancellationToken)
    {
        if (due is not { } at)
        {
            await _signal.WaitAsync(SweepEvery, cancellationToken);
            return;
        }

        var wait = at - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await _signal.WaitAsync(wait, cancellationToken);
        }
    }

    /// <summary>Looks, correlates and reconciles. Returns when to do so again without a signal.</summary>
    private async Task<DateTimeOffset?> PassAsync(DateTimeOffset? due, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isAsked = Interlocked.Exchange(ref _again, false);
        var different = Look(now) | isAsked;
        different |= await _alerts.LookAsync(_cache, isAsked, now, cancellationToken);
        if (!different && (due is null || due > now))
        {
            return due;
        }

        _logs.Want(_tracker.All, _cache);
        var settled = _tracker.Settled(now);
        var alerts = _alerts.Settled(now);
        var showing = _tracker.Showing;
        showing.UnionWith(_alerts.Showing);
        var recovery = await reconciler.ReconcileAsync(
            cluster,
            assigned => AlertCorrelation.Join(Correlation.Correlate(settled, _cache, assigned), alerts, _cache),
            showing,
            new CachedWorkloads(_cache),
            cancellationToken);

        // While something shows, it is looked again even if nothing changes: the incident that had it may have ended.
        DateTimeOffset?[] dues =
        [
            recovery, _tracker.NextDue(now), _alerts.NextDue(now),
            settled.Concat(alerts.Select(alert => alert.Symptom)).Any(symptom => symptom.Severity != Severity.Info) ? now + LookAgainAfter : null,
        ];
        return dues.Min();
    }

    private bool Look(DateTimeOffset now)
    {
        // After a new listing the rows are compared even if nothing shows: what they tell of may have gone while nobody looked.
        var (subjects, different) = Take(now);
        foreach (var subject in subjects)
        {
            try
            {
                different |= _tracker.Observe(subject, detector.Analyze(subject, _cache, _cache.Now(now)), now);
            }
            catch (Exception defect)
            {
                // One rule that fails on one object must not blind AiSre to the others.
                Log.LookFailed(logger, defect, subject.Address, cluster);
            }
        }

        return different;
    }

    private (IReadOnlyCollection<ObjectRef> Subjects, bool All) Take(DateTimeOffset now)
    {
        HashSet<ObjectRef> taken;
        bool all;
        ObjectCache cache;
        lock (_changed)
        {
            taken = [.. _changed];
            (all, cache) = (_all, _cache);
            _changed.Clear();
            _all = false;
        }

        // An object that went away is in the marks (or in the tracker) and no longer in the cache.
        if (all || now - _sweptAt >= SweepEvery)
        {
            _sweptAt = now;
            taken.UnionWith(cache.All().Select(value => value.Ref));
            taken.UnionWith(_tracker.Objects);
        }
        else if (taken.Count > 0)
        {
            taken.UnionWith(taken.SelectMany(changed => Dependents.Of(changed, cache)).ToList());
            if (_tracker.Objects.Count <= MostLookedAtAgain)
            {
                taken.UnionWith(_tracker.Objects);
            }
        }

        return (taken, all);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Looking at {Address} in cluster {Cluster} failed; its symptoms stay as they were.")]
        public static partial void LookFailed(ILogger logger, Exception defect, string address, string cluster);

        [LoggerMessage(Level = LogLevel.Error, Message = "Looking for symptoms in cluster {Cluster} failed; it is tried again.")]
        public static partial void PassFailed(ILogger logger, Exception error, string cluster);
    }
}
