using AiSre.Access;
using AiSre.Clusters;
using AiSre.Components;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Model;
using AiSre.Endpoints;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Remediation;
using AiSre.Runbooks;

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
        services.AddClusters(builder.Configuration);
        services.AddGitHub(builder.Configuration);
        services.AddDetection();
        services.AddIncidents(builder.Configuration);
        services.AddDiagnosis();
        services.AddModelAnalyst(builder.Configuration);
        services.AddRunbooks(builder.Configuration);
        services.AddRemediation(builder.Configuration);
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
        app.MapGitHubWebhook();
        app.MapClusters();
        app.MapAlertWebhooks();
        app.MapSilences();
        app.MapPages();
        return app;
    }
}
