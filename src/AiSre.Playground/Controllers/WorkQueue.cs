using System.Threading.Channels;

namespace AiSre.Playground.Controllers;

/// <summary>
/// What a controller has to look at, now or after a while: each object once however often it is added, and by one
/// worker at a time.
/// </summary>
internal sealed class WorkQueue(TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<ObjectKey> waiting = [];
    private readonly HashSet<ObjectKey> inWork = [];
    private readonly Dictionary<ObjectKey, (DateTimeOffset Due, ITimer Timer)> later = [];
    private readonly Channel<ObjectKey> ready = Channel.CreateUnbounded<ObjectKey>();

    public void Add(ObjectKey key)
    {
        lock (gate)
        {
            // One that is being looked at waits until that has ended, or two workers would have it.
            if (waiting.Add(key) && !inWork.Contains(key))
            {
                ready.Writer.TryWrite(key);
            }
        }
    }

    /// <summary>Adds an object after a while; of several times the earliest counts.</summary>
    public void AddAfter(ObjectKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (gate)
        {
            var due = time.GetUtcNow() + delay;
            if (later.TryGetValue(key, out var planned))
            {
                if (planned.Due <= due)
                {
                    return;
                }

                planned.Timer.Dispose();
            }

            later[key] = (due, time.CreateTimer(_ => Release(key, due), null, delay, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Waits for the next object; whoever takes it says when it is <see cref="Done"/>.</summary>
    public async ValueTask<ObjectKey> TakeAsync(CancellationToken cancellation)
    {
        var key = await ready.Reader.ReadAsync(cancellation);
        lock (gate)
        {
            waiting.Remove(key);
            inWork.Add(key);
        }

        return key;
    }

    public void Done(ObjectKey key)
    {
        lock (gate)
        {
            inWork.Remove(key);
            if (waiting.Contains(key))
            {
                ready.Writer.TryWrite(key);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var (_, timer) in later.Values)
            {
                timer.Dispose();
            }

            later.Clear();
        }
    }

    private void Release(ObjectKey key, DateTimeOffset due)
    {
        lock (gate)
        {
            // A timer that was replaced may still fire; only the one planned now counts.
            if (later.TryGetValue(key, out var planned) && planned.Due == due)
            {
                planned.Timer.Dispose();
                later.Remove(key);
                Add(key);
            }
        }
    }
}
