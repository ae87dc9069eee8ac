using System.Net;
using System.Net.Sockets;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Data;

/// <summary>A server on loopback that answers every client's first message with the same bytes, to play PostgreSQL servers that are not to be had.</summary>
internal sealed class ServerGreeting : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private int served;

    public ServerGreeting(byte[] answer)
    {
        Answer = answer;
        listener.Start();
        serving = ServeAsync();
    }

    public byte[] Answer { get; set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=u;Password=p;Database=d;SSL Mode=Disable;GSS Encryption Mode=Disable";

    public Task ServedAsync(int clients) => Eventually.BeAsync(() => Volatile.Read(ref served) >= clients);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[1024], 8, cancellationToken: stop.Token);
                await stream.WriteAsync(Answer, stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                Interlocked.Increment(ref served);
                await stream.CopyToAsync(Stream.Null, stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away in the middle, or the test is over.
            }
        }
    }
}
