namespace AiSre.IntegrationTests.Loop;

/// <summary>A clock that runs as ours does, and is wrong by so much.</summary>
internal sealed class ShiftedClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
