using AiSre.Data;
using AiSre.Data.Embedded;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
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
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        // The assets of a build lie where its manifest says; a published folder has no such manifest and its assets beside it.
        builder.WebHost.UseStaticWebAssets();
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration["HTTP_PORTS"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var embedded = await StartDatabaseAsync(builder.Configuration, cancellationToken);
        WebApplication? app = null;
        try
        {
            builder.AddAiSre();
            configure?.Invoke(builder);
            app = builder.Build();
            await MigrateAsync(app, cancellationToken);
            app.UseAiSre();
            await ListenAsync(app, cancellationToken);
            return new Server(app, embedded);
        }
        catch (Exception exception)
        {
            await StopAsync(app, embedded);
            if (Mistakes(exception) is { } mistakes)
            {
                throw mistakes;
            }

            throw;
        }
    }

    public ValueTask DisposeAsync() => StopAsync(App, embedded);

    private static async Task<EmbeddedPostgres?> StartDatabaseAsync(ConfigurationManager configuration, CancellationToken cancellationToken)
    {
        var readiness = new DatabaseReadiness();
        if (configuration.GetConnectionString(DataModule.ConnectionName) is { Length: > 0 } given)
        {
            await readiness.EnsureAsync(given, cancellationToken);
            return null;
        }

        using var logging = LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole());
        var embedded = await EmbeddedPostgres.StartAsync(
            DataFolder.Of(configuration), logger: logging.CreateLogger<EmbeddedPostgres>(), cancellationToken: cancellationToken);
        try
        {
            await readiness.EnsureAsync(embedded.ConnectionString, cancellationToken);
        }
        catch
        {
            await embedded.DisposeAsync();
            throw;
        }

        configuration[$"ConnectionStrings:{DataModule.ConnectionName}"] = embedded.ConnectionString;
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
        catch (IOException exception) when (exception.InnerException is not null || exception.Message.Contains("bind", StringComparison.Ordinal))
        {
            throw new ProblemException(
                $"AiSre cannot listen on {string.Join(", ", app.Urls)} ({exception.InnerException?.Message ?? exception.Message}): stop what uses that address, or choose another with --urls.",
                innerException: exception);
        }
    }

    // All mistakes in the configuration at once, a line each.
    private static ProblemException? Mistakes(Exception exception)
    {
        var all = exception is AggregateException several ? several.InnerExceptions : [exception];
        return all.All(it => it is OptionsValidationException)
            ? new ProblemException(string.Join('\n', all.Cast<OptionsValidationException>().SelectMany(it => it.Failures)), innerException: exception)
            : null;
    }

    private static async ValueTask StopAsync(WebApplication? app, EmbeddedPostgres? embedded)
    {
        try
        {
            if (app is not null)
            {
                await app.StopAsync();
                await app.DisposeAsync();
            }
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
