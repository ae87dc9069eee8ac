namespace AiSre.Playground.World.Kubelet;

/// <summary>A pause that doubles with every failure, up to a limit.</summary>
internal sealed class BackOff(WorldOptions options)
{
    private TimeSpan next = options.BackOff;

    /// <summary>The pause to make now.</summary>
    public TimeSpan Next()
    {
        var pause = next;
        next = TimeSpan.FromTicks(Math.Min(next.Ticks * 2, options.LongestBackOff.Ticks));
        return pause;
    }

    public void Reset() => next = options.BackOff;
}
