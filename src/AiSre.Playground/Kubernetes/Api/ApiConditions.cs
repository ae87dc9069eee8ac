namespace AiSre.Playground.Kubernetes.Api;

/// <summary>What is wrong with the Kubernetes API, to be changed at any time by people, tests and benches.</summary>
public sealed class ApiConditions : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource reachable = new();

    /// <summary>How long every answer is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Answer a watch whose version is too old with HTTP 410 (as a server without a watch cache) and not with an ERROR event.</summary>
    public bool ExpiredWatchesAnswerWithStatus { get; set; }

    /// <summary>Whether connections are cut, those under way and new ones, as when the server or the way to it is gone.</summary>
    public bool IsUnreachable { get; private set; }

    /// <summary>Cancelled when connections under way are to be cut.</summary>
    internal CancellationToken Cut
    {
        get
        {
            lock (gate)
            {
                return reachable.Token;
            }
        }
    }

    public void MakeUnreachable()
    {
        lock (gate)
        {
            IsUnreachable = true;
            reachable.Cancel();
        }
    }

    public void MakeReachable()
    {
        lock (gate)
        {
            if (IsUnreachable)
            {
                reachable.Dispose();
                reachable = new();
                IsUnreachable = false;
            }
        }
    }

    public void Dispose() => reachable.Dispose();
}
