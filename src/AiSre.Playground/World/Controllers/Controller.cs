using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World.Controllers;

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

    /// <summary>Looks at one object and acts.</summary>
    /// <returns>After how long to look again even if nothing changes; null for not at all.</returns>
    protected abstract TimeSpan? Reconcile(ObjectKey key);

    /// <summary>Looks at an object again soon, for changes outside the cluster's objects.</summary>
    protected void Enqueue(ObjectKey key) => queue.Add(key);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watches = Kinds.Select(kind => WatchAsync(kind, stoppingToken)).ToList();
        try
        {
            while (true)
            {
                ReconcileSafely(await queue.TakeAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(watches);
        }
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

    private void ReconcileSafely(ObjectKey key)
    {
        try
        {
            if (Reconcile(key) is { } delay)
            {
                queue.AddAfter(key, delay);
            }
        }
        catch (StatusException error) when (error.Code is 404 or 409)
        {
            // Somebody else changed or deleted what was being worked on; the watch brings the new state, and if not, the retry does.
            queue.AddAfter(key, RetryDelay);
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, GetType().Name, key.Namespace, key.Name);
            queue.AddAfter(key, RetryDelay);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The playground's {Controller} could not deal with {Namespace}/{Name}; it tries again.")]
        public static partial void Failed(ILogger logger, Exception error, string controller, string? @namespace, string name);
    }
}
