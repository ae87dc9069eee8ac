namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>How much of the past the store keeps.</summary>
public sealed record StoreOptions
{
    /// <summary>How many changes per kind a watch can start from; older ones answer 410.</summary>
    public int HistoryPerKind { get; init; } = 20_000;

    /// <summary>How long a paged list can be continued; later it answers 410.</summary>
    public TimeSpan ContinueLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many unread changes end a watcher outside the process, as the API server ends slow ones.</summary>
    public int WatcherCapacity { get; init; } = 100_000;
}
