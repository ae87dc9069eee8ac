namespace AiSre.Bench.Loop;

/// <summary>Nearest-rank percentiles of measured times.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> times)
{
    private readonly TimeSpan[] _sorted = [.. times.Order()];

    public int Count => _sorted.Length;

    /// <param name="percent">1 to 100.</param>
    public TimeSpan At(int percent) => _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * percent / 100.0) - 1)];
}
