namespace AiSre.Playground.GitHub;

/// <summary>Which calls cost callers something of their rate limit, the newest of them.</summary>
public sealed class GitHubCalls
{
    private const int Most = 100_000;

    private readonly Lock gate = new();
    private readonly Queue<string> calls = new();
    private long forgotten;

    /// <summary>How many there have been so far.</summary>
    public long Count
    {
        get
        {
            lock (gate)
            {
                return forgotten + calls.Count;
            }
        }
    }

    /// <summary>Those after the first so many, each as <c>GET /repos/acme/shop/branches/main</c>; without those that are forgotten.</summary>
    /// <param name="count">An earlier <see cref="Count"/>.</param>
    public IReadOnlyList<string> After(long count)
    {
        lock (gate)
        {
            return [.. calls.Skip((int)Math.Max(0, count - forgotten))];
        }
    }

    internal void Add(HttpRequest request)
    {
        lock (gate)
        {
            calls.Enqueue($"{request.Method} {request.Path.Value!.Replace("/api/v3", "", StringComparison.Ordinal)}");
            if (calls.Count > Most)
            {
                calls.Dequeue();
                forgotten++;
            }
        }
    }
}
