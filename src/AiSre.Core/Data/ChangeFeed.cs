using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace AiSre.Data;

/// <summary>Tells who asked that rows of a topic changed, on whichever replica. It says that, never what: a subscriber re-reads.</summary>
/// <remarks>
/// Topics: <c>incidents</c> (any), <c>incident:{guid}</c>, <c>runbooks</c>, <c>runbook-sources</c>, <c>clusters</c> (how they are doing), <c>managed-clusters</c>
/// (which there are), <c>silences</c>, <c>alerts</c>. <see cref="ChangeListener"/> feeds it from
/// PostgreSQL's NOTIFY, which triggers send inside the writing transaction.
/// </remarks>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<string, ImmutableList<Action>> _subscribers = new(StringComparer.Ordinal);

    /// <summary>How many subscriptions there are; a page that was disposed leaves none.</summary>
    public int Count => _subscribers.Values.Sum(list => list.Count);

    /// <summary>Calls <paramref name="onChange"/> on a pool thread after each change of the topic, until disposed.</summary>
    /// <remarks>The callback must return quickly and must not throw.</remarks>
    public IDisposable Subscribe(string topic, Action onChange)
    {
        // Every subscription is its own delegate, so that removing one never removes a twin.
        Action entry = () => onChange();
        _subscribers.AddOrUpdate(topic, [entry], (_, list) => list.Add(entry));
        return new Subscription(() => _subscribers.AddOrUpdate(topic, [], (_, list) => list.Remove(entry)));
    }

    /// <summary>Calls the topic's subscribers; a change of one incident is a change of <c>incidents</c> too.</summary>
    internal void Publish(string topic)
    {
        Call(topic);
        if (topic.StartsWith("incident:", StringComparison.Ordinal))
        {
            Call("incidents");
        }
    }

    /// <summary>Calls everybody: after notifications may have been missed.</summary>
    internal void PublishAll()
    {
        foreach (var topic in _subscribers.Keys)
        {
            Call(topic);
        }
    }

    private void Call(string topic)
    {
        foreach (var subscriber in _subscribers.GetValueOrDefault(topic, []))
        {
            subscriber();
        }
    }

    private sealed class Subscription(Action dispose) : IDisposable
    {
        private Action? _dispose = dispose;

        public void Dispose() => Interlocked.Exchange(ref _dispose, null)?.Invoke();
    }
}
