namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>The machine's clock, moved forward by hand.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref aheadTicks));

    public void Move(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);
}
