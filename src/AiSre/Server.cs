using AiSre.Data;
using AiSre.Data.Embedded;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace AiSre;

/// <summary>
/// The web application together with its database, from the first look at the database to the orderly end. The command
/// line, the demo and the tests start it here and differ in configuration only.
/// </summary>
public sealed class Server : IAsyncDisposable
{
    /// <summary>Where it listens when nothing else is configured.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private readonly EmbeddedPostgres? embedded;

    private Server(WebApplication app, EmbeddedPostgres? embedded)
    {
        App = app;
        this.embedded = embedded;
    }

    /// <summary>The running application, for its services and its life time.</summary>
    public WebApplication App { get; }

    /// <summary>The address that it listens on, with the port it got where port 0 was asked for.</summary>
    public Uri Address => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Looks at the database (or starts the embedded one), applies the migrations, and only then serves requests.</summary>
    /// <param name="args">Configuration in ASP.NET Core's form, such as <c>--urls=http://127.0.0.1:0</c>.</param>
    /// <param name="configure">Replaces a seam before the application is built: the clock, a handler of outgoing requests, a chat client.</param>
    /// <param name="cancellationToken">Gives up starting; what was started until then is stopped.</param>
    /// <exception cref="ProblemException">The database or the address cannot be used.</exception>
    public static async Task<Server> StartAsync(
        string[] args, Action<WebApplicationBuilder>? configure = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,

            // The manifests of the assets are found by this name, in tests too.
            ApplicationName = typeof(Server).Assembly.GetName().Name,
        });

        // The assets of a build lie where its manifest says; a published folder has no such manifest and its assets beside it.
        builder.WebHost.UseStaticWebAssets();
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration["HTTP_PORTS"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.AddAiSre();
        configure?.Invoke(builder);
        var app = builder.Build();
        EmbeddedPostgres? embedded = null;
        try
        {
            ConfigurationMistakes.Refuse(app);
            embedded = await StartDatabaseAsync(app, cancellationToken);
            await MigrateAsync(app, cancellationToken);
            app.UseAiSre();
            await ListenAsync(app, cancellationToken);
            return new Server(app, embedded);
        }
        catch
        {
            await StopAsync(app, embedded);
            throw;
        }
    }

    public ValueTask DisposeAsync() => StopAsync(App, embedded);

    // The connection string of the embedded server is known only now; the modules read it when they first need it.
    private static async Task<EmbeddedPostgres?> StartDatabaseAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var readiness = new DatabaseReadiness();
        if (app.Configuration.GetConnectionString(DataModule.ConnectionName) is { Length: > 0 } given)
        {
            await readiness.EnsureAsync(given, cancellationToken);
            return null;
        }

        var logger = app.Services.GetRequiredService<ILogger<EmbeddedPostgres>>();
        var embedded = await EmbeddedPostgres.StartAsync(DataFolder.Of(app.Configuration), logger: logger, cancellationToken: cancellationToken);
        try
        {
            await readiness.EnsureAsync(embedded.ConnectionString, cancellationToken);
        }
        catch
        {
            await embedded.DisposeAsync();
            throw;
        }

        app.Configuration[$"ConnectionStrings:{DataModule.ConnectionName}"] = embedded.ConnectionString;
        return embedded;
    }

    private static async Task MigrateAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.Services.MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (Explain(app, exception) is { } problem)
        {
            throw problem;
        }
    }

    private static ProblemException? Explain(WebApplication app, Exception exception) =>
        DatabaseTarget.Parse(app.Configuration.GetConnectionString(DataModule.ConnectionName)!)
            .Explain(exception as NpgsqlException ?? exception.InnerException ?? exception);

    private static async Task ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new ProblemException($"{exception.Message.TrimEnd('.')}: stop what uses that address, or choose another with --urls.", innerException: exception);
        }
    }

    private static async ValueTask StopAsync(WebApplication app, EmbeddedPostgres? embedded)
    {
        try
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        finally
        {
            if (embedded is not null)
            {
                await embedded.DisposeAsync();
            }
        }
    }
}
