using AiSre.Clusters.Objects;
using Microsoft.Extensions.Logging;

namespace AiSre.Clusters.Watching;

/// <summary>
/// One owner's watch over one cluster: a reflector per kind into one cache; what changes is gathered and handed to the observers, from current
/// state.
/// </summary>
internal sealed partial class ClusterSession : IReflectorSink
{
    /// <summary>After so many failures a kind holds up the others no longer.</summary>
    private const int Patience = 3;

    private readonly ClusterConnection connection;
    private readonly IReadOnlyList<IClusterObserver> observers;
    private readonly WatchTimings timings;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ChangeQueue queue = new();
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClusterStateReporter reporter;

    public ClusterSession(
        ClusterConnection connection, IEnumerable<IClusterObserver> observers, IClusterStateStore store, WatchTimings timings, TimeProvider time, ILogger logger)
    {
        this.connection = connection;
        this.observers = [.. observers];
        this.timings = timings;
        this.time = time;
        this.logger = logger;
        var spaces = connection.Options.Namespaces.Count == 0 ? [null] : connection.Options.Namespaces.Cast<string?>();
        Reflectors =
        [
            .. ObjectKinds.All.SelectMany(kind => (kind.IsNamespaced ? spaces : [null])
                .Select(space => new Reflector(connection, kind, space, Cache, this, timings, time, logger))),
        ];
        reporter = new ClusterStateReporter(connection.Name, Cache, Reflectors, store, timings, time, logger);
    }

    public ObjectCache Cache { get; } = new();

    public IReadOnlyList<Reflector> Reflectors { get; }

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll([
            .. Reflectors.Select(reflector => reflector.RunAsync(cancellationToken)),
            reporter.RunAsync(cancellationToken),
            HandOnAsync(cancellationToken),
        ]);

    void IReflectorSink.Changed(KubeObject value) => queue.Add(value is Event said ? said.About.Ref : value.Ref);

    void IReflectorSink.Heard() => reporter.Heard();

    void IReflectorSink.StateChanged()
    {
        reporter.Changed();
        if (IsSettled())
        {
            settled.TrySetResult();
        }
    }

    // A symptom is gone when its object no longer shows it. So nothing is said before everything is known that can be known; a kind that
    // answers with errors only must not keep the rest waiting for ever, except for the pods, without which the rest says nothing.
    private bool IsSettled() =>
        Reflectors.All(reflector => reflector.State switch
        {
            { Phase: ReflectorPhase.Listing, Failures: 0 } => false,
            { Phase: ReflectorPhase.Listing or ReflectorPhase.Failing } failing => failing.Failures >= Patience && reflector.Kind != ObjectKinds.Pod,
            _ => true,
        })
        && Reflectors.Any(reflector => reflector.State.Phase == ReflectorPhase.Watching);

    private async Task HandOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await settled.Task.WaitAsync(cancellationToken);
            queue.Take();
            Tell(observer => observer.Synced(connection.Name, Cache));
            while (true)
            {
                await queue.WaitAsync(cancellationToken);
                await Task.Delay(timings.CoalesceFor, time, cancellationToken);
                var changed = queue.Take();
                Tell(observer => observer.Changed(connection.Name, Cache, changed));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch ends.
        }
        finally
        {
            Tell(observer => observer.Lost(connection.Name));
        }
    }

    private void Tell(Action<IClusterObserver> say)
    {
        foreach (var observer in observers)
        {
            try
            {
                say(observer);
            }
            catch (Exception exception)
            {
                Log.ObserverFailed(logger, exception, connection.Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "What changed in cluster {Cluster} could not be taken up.")]
        public static partial void ObserverFailed(ILogger logger, Exception exception, string cluster);
    }
}
