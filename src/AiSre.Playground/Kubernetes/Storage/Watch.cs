using System.Threading.Channels;

namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>
/// A subscription to the changes of one kind. The reader completes when the watch is disposed of, falls too far
/// behind (as the API server drops slow watchers), or is ended with an error that the reader then throws.
/// </summary>
public sealed class Watch : IDisposable
{
    private readonly Channel<Change> channel;
    private readonly Action<Watch> unsubscribe;
    private readonly bool isClients;

    internal Watch(int? capacity, Action<Watch> unsubscribe)
    {
        this.unsubscribe = unsubscribe;
        isClients = capacity is not null;
        channel = capacity is { } bound
            ? Channel.CreateBounded<Change>(new BoundedChannelOptions(bound) { SingleReader = true })
            : Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    }

    public ChannelReader<Change> Changes => channel.Reader;

    internal void Offer(Change change)
    {
        if (!channel.Writer.TryWrite(change))
        {
            channel.Writer.TryComplete();
        }
    }

    /// <summary>Ends the watch if it is a client's; the world's controllers rely on theirs to go on.</summary>
    internal void End(Exception? error)
    {
        if (isClients)
        {
            channel.Writer.TryComplete(error);
        }
    }

    public void Dispose()
    {
        unsubscribe(this);
        channel.Writer.TryComplete();
    }
}
