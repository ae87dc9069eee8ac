using System.Threading.Channels;
using AiSre.Data;

namespace AiSre.Components.Live;

/// <summary>
/// Reads again after changes: at once after the first, never two reads at a time, and at most one read per interval
/// however many changes arrive; a change during a read leads to one more, so the last state is always read.
/// </summary>
public sealed class LiveRead : IAsyncDisposable
{
    /// <summary>Short enough that a page shows a fact within a second of it, long enough that a flood of facts costs four reads a second.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(250);

    // One waiting signal stands for any number of changes.
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Task _loop;

    /// <param name="read">Reads and shows; told to stop when this is disposed. It deals with its own failures.</param>
    /// <param name="interval">The least time from one read's end to the next read.</param>
    /// <param name="time">The clock that measures the interval.</param>
    public LiveRead(Func<CancellationToken, Task> read, TimeSpan interval, TimeProvider time) => _loop = LoopAsync(read, interval, time);

    /// <summary>Reads after each change of these topics, instead of those followed so far.</summary>
    public void Follow(ChangeFeed feed, IEnumerable<string> topics)
    {
        Unfollow();
        _subscriptions.AddRange(topics.Select(topic => feed.Subscribe(topic, Signal)));
    }

    /// <summary>Asks for one read soon. Returns at once; may be called from any thread.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        Unfollow();
        await _end.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private void Unfollow()
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        _subscriptions.Clear();
    }

    private async Task LoopAsync(Func<CancellationToken, Task> read, TimeSpan interval, TimeProvider time)
    {
        await foreach (var _ in _signals.Reader.ReadAllAsync(_end.Token).ConfigureAwait(false))
        {
            await read(_end.Token).ConfigureAwait(false);
            await Task.Delay(interval, time, _end.Token).ConfigureAwait(false);
        }
    }
}
