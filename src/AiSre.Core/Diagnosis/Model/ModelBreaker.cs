namespace AiSre.Diagnosis.Model;

/// <summary>Leaves a failing model alone: after three failures in a row for a minute, or for as long as its server asks, up to an hour.</summary>
/// <remarks>One per process. After the rest one more failure is enough for the next rest; one success forgets them all.</remarks>
public sealed class ModelBreaker(TimeProvider time)
{
    private const int Tolerated = 3;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _restsUntil;

    /// <summary>How long the model is still left alone; null when it may be asked.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (_gate)
            {
                var left = _restsUntil - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : null;
            }
        }
    }

    public void Succeeded()
    {
        lock (_gate)
        {
            _failures = 0;
        }
    }

    /// <param name="asked">How long the server asked to wait (<c>Retry-After</c>); null when it did not.</param>
    public void Failed(TimeSpan? asked)
    {
        lock (_gate)
        {
            _failures++;
            var rest = _failures >= Tolerated ? Rest : TimeSpan.Zero;
            rest = asked > rest ? asked.Value : rest;
            var until = time.GetUtcNow() + (rest < LongestRest ? rest : LongestRest);
            _restsUntil = until > _restsUntil ? until : _restsUntil;
        }
    }
}
