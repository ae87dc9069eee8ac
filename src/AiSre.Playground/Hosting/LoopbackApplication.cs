using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiSre.Playground.Hosting;

/// <summary>One HTTP server of the playground on a port of its own, reachable from this machine only.</summary>
internal sealed class LoopbackApplication : IAsyncDisposable
{
    private readonly WebApplication app;
    private ListenOptions? listen;

    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="configure">Registers what the server needs.</param>
    /// <param name="map">Maps its endpoints.</param>
    public LoopbackApplication(int port, Action<IServiceCollection> configure, Action<WebApplication> map)
    {
        // An empty builder, so that no settings file or environment variable of another application reaches in.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "AiSre.Playground" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256L * 1024 * 1024;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, options => listen = options);
        });
        builder.Services.AddRouting();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        configure(builder.Services);
        app = builder.Build();
        map(app);
    }

    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens, with a slash at the end; known once it has started.</summary>
    public Uri Address => new($"http://127.0.0.1:{listen!.IPEndPoint!.Port}/");

    public Task StartAsync(CancellationToken cancellation) => app.StartAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
