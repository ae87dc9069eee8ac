using System.Collections.Concurrent;

namespace AiSre.GitHub;

/// <summary>Has what is being read asked for once: whoever comes meanwhile waits for the same answer. What has been read is not kept here.</summary>
internal sealed class SharedReads<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> underWay = new(StringComparer.Ordinal);

    /// <summary>Reads, or waits for who reads.</summary>
    /// <param name="key">What.</param>
    /// <param name="read">Reads it. Nobody's giving up ends it, since others wait too: it needs a time limit of its own.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<T> ReadAsync(string key, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        var reading = underWay.GetOrAdd(key, _ => new Lazy<Task<T>>(async () =>
        {
            try
            {
                return await read();
            }
            finally
            {
                underWay.TryRemove(key, out var _);
            }
        }));
        return await reading.Value.WaitAsync(cancellationToken);
    }
}
