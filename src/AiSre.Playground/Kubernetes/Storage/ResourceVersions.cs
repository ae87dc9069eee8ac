namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>
/// The one counter of all writes. It starts at the clock, so that after a restart every version a client remembers
/// is too old and it lists again, instead of waiting for a version of another life.
/// </summary>
internal sealed class ResourceVersions(TimeProvider time)
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long current = Math.Max(1, (long)(time.GetUtcNow() - Epoch).TotalSeconds) * 1000;

    public long Current => Volatile.Read(ref current);

    public long Next() => Interlocked.Increment(ref current);
}
