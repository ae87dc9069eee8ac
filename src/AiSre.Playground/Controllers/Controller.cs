using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Controllers;

/// <summary>Watches kinds, and brings one object at a time from what it is to what it should be.</summary>
internal abstract partial class Controller(ClusterStore store, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly WorkQueue queue = new(time);

    protected ClusterStore Store => store;

    protected TimeProvider Time => time;

    protected DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The kinds to watch.</summary>
    protected abstract IEnumerable<KindDefinition> Kinds { get; }

    /// <summary>Which of the controller's objects a changed object concerns; null for none. Called for every change, in order per kind.</summary>
    protected abstract ObjectKey? Concerns(Change change);

    /// <summary>How many objects may be looked at side by side.</summary>
    protected virtual int Workers => 1;

    /// <summary>Looks at one object and acts. A controller overrides this or <see cref="ReconcileAsync"/>.</summary>
    /// <returns>After how long to look again even if nothing changes; null for not at all.</returns>
    protected virtual TimeSpan? Reconcile(ObjectKey key) => null;

    /// <summary>As <see cref="Reconcile"/>, for controllers that wait for something outside.</summary>
    protected virtual ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation) => new(Reconcile(key));

    /// <summary>Looks at an object again soon, for changes outside the cluster's objects.</summary>
    protected void Enqueue(ObjectKey key) => queue.Add(key);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tasks = Kinds.Select(kind => WatchAsync(kind, stoppingToken))
            .Concat(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)))
            .ToList();
        await Task.WhenAll(tasks);
    }

    public override void Dispose()
    {
        queue.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task WatchAsync(KindDefinition kind, CancellationToken stop)
    {
        // Off the caller's thread: reading a full cluster must not hold up the start of the other controllers.
        await Task.Yield();
        var (watch, existing) = store.Follow(kind);
        using (watch)
        {
            foreach (var obj in existing)
            {
                Consider(new(ChangeType.Added, obj, null));
            }

            try
            {
                await foreach (var change in watch.Changes.ReadAllAsync(stop))
                {
                    Consider(change);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The playground ends.
            }
        }
    }

    private void Consider(Change change)
    {
        if (Concerns(change) is { } key)
        {
            queue.Add(key);
        }
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var key = await queue.TakeAsync(stop);
                var delay = await ReconcileSafelyAsync(key, stop);
                queue.Done(key);
                if (delay is not null)
                {
                    queue.AddAfter(key, delay.Value);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The playground ends.
        }
    }

    private async Task<TimeSpan?> ReconcileSafelyAsync(ObjectKey key, CancellationToken stop)
    {
        try
        {
            return await ReconcileAsync(key, stop);
        }
        catch (StatusException error) when (error.Code is 404 or 409)
        {
            // Somebody else changed or deleted what was being worked on; the watch brings the new state, and if not, the retry does.
            return RetryDelay;
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            Log.Failed(logger, error, GetType().Name, key.Namespace, key.Name);
            return RetryDelay;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The playground's {Controller} could not deal with {Namespace}/{Name}; it tries again.")]
        public static partial void Failed(ILogger logger, Exception error, string controller, string? @namespace, string name);
    }
}
