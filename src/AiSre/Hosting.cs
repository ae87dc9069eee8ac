using AiSre.Access;
using AiSre.Components;
using AiSre.Data;
using AiSre.Endpoints;
using AiSre.Incidents;
using AiSre.Remediation;

namespace AiSre;

/// <summary>The whole application in two calls; tests start the very same.</summary>
public static class Hosting
{
    /// <summary>Registers every module. The connection string must be in the configuration when the application starts.</summary>
    public static WebApplicationBuilder AddAiSre(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddData(builder.Configuration);
        services.AddIncidents();
        services.AddRemediation();
        services.AddAccess(builder.Configuration);
        services.AddPages();
        return builder;
    }

    /// <summary>Puts the middleware and the endpoints in order. Migrations must have been applied before requests are served.</summary>
    public static WebApplication UseAiSre(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapPages();
        return app;
    }
}
