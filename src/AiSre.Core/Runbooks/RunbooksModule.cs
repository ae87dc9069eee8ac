using AiSre.Incidents.Stages;
using AiSre.Runbooks.Choosing;
using AiSre.Runbooks.Editing;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Runbooks;

/// <summary>Runbooks: format, versions, matching, import, sync.</summary>
public static class RunbooksModule
{
    /// <summary>Registers the stage. The database must be migrated before the host starts its services, since import writes to it.</summary>
    public static IServiceCollection AddRunbooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<RunbookOptions>(configuration.GetSection(RunbookOptions.Section));
        services.AddSingleton<RunbookStore>();
        services.AddSingleton<RunbookCatalog>();
        services.AddSingleton<RunbookAssist>();
        services.AddHostedService<RunbookImport>();
        services.AddRunbookSources(configuration);
        services.AddHostedService<RematchOnChange>();
        services.AddSingleton<RunbookCandidates>();
        services.AddSingleton<ChooseRunbook>();
        services.AddSingleton<SuggestRunbook>();
        services.AddSingleton<IIncidentStage, MatchRunbookStage>();
        return services;
    }
}
