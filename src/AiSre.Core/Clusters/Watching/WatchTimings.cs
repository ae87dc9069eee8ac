namespace AiSre.Clusters.Watching;

/// <summary>The times and sizes of watching.</summary>
internal sealed record WatchTimings
{
    /// <summary>Objects per page of a list, as kubectl asks for.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>How long the server is asked to keep a watch open; it then ends in good order and is asked for again.</summary>
    public TimeSpan WatchFor { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>A watch that brings nothing for so long, not even a bookmark (which servers send about every minute), is asked for again.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The first pause after a failure; each further one doubles it.</summary>
    public TimeSpan BackoffFrom { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan BackoffTo { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a kind that the API lacks or that is forbidden is tried again.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long changes gather before they are handed on.</summary>
    public TimeSpan CoalesceFor { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The shortest time between two writes of the cluster's state.</summary>
    public TimeSpan StateEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the time of the last event alone is worth a write.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause after so many failures in a row, between half of and one and a half times the doubled time, so that watches do not come back all at once.</summary>
    public TimeSpan Backoff(int failures)
    {
        var doubled = BackoffFrom * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return (doubled < BackoffTo ? doubled : BackoffTo) * (0.5 + Random.Shared.NextDouble());
    }
}
