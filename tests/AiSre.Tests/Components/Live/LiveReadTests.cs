using AiSre.Components.Live;
using AiSre.Data;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Tests.Components.Live;

public sealed class LiveReadTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly ChangeFeed _feed = new();
    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _mayEnd = new(0);
    private int _reads;

    [Fact]
    public async Task A_change_is_read_at_once()
    {
        await using var live = Create();
        live.Follow(_feed, ["incidents"]);

        _feed.Publish("incidents");

        Assert.True(await _started.WaitAsync(Deadline, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Changes_during_a_read_lead_to_one_more_after_the_interval()
    {
        await using var live = Create();
        live.Follow(_feed, ["incidents"]);
        _feed.Publish("incidents");
        Assert.True(await _started.WaitAsync(Deadline, TestContext.Current.CancellationToken));

        for (var change = 0; change < 50; change++)
        {
            _feed.Publish("incidents");
        }

        _mayEnd.Release(2);
        while (!await _started.WaitAsync(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken))
        {
            _clock.Advance(LiveRead.DefaultInterval);
        }

        Assert.Equal(2, Volatile.Read(ref _reads));
        Assert.False(await _started.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Following_other_topics_ends_the_first_subscription()
    {
        await using var live = Create();
        live.Follow(_feed, ["incidents", "clusters"]);

        live.Follow(_feed, ["runbooks"]);

        Assert.Equal(1, _feed.Count);
    }

    [Fact]
    public async Task Disposing_ends_subscriptions_and_the_read_under_way()
    {
        var live = Create();
        live.Follow(_feed, ["incidents"]);
        _feed.Publish("incidents");
        Assert.True(await _started.WaitAsync(Deadline, TestContext.Current.CancellationToken));

        await live.DisposeAsync().AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.Equal(0, _feed.Count);
    }

    public void Dispose()
    {
        _started.Dispose();
        _mayEnd.Dispose();
    }

    private LiveRead Create() => new(
        async cancellationToken =>
        {
            Interlocked.Increment(ref _reads);
            _started.Release();
            await _mayEnd.WaitAsync(cancellationToken);
        },
        LiveRead.DefaultInterval,
        _clock);
}
