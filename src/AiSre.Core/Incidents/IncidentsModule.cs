using AiSre.Clusters;
using AiSre.Incidents.Intake;
using AiSre.Incidents.LifeCycle;
using AiSre.Incidents.Silences;
using AiSre.Incidents.Stages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Incidents;

/// <summary>Stage 2: symptoms become incidents, with evidence, a timeline and the runner that carries them from state to state.</summary>
public static class IncidentsModule
{
    public static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LifeCycleOptions>().Bind(configuration.GetSection(LifeCycleOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IncidentReconciler>();
        services.AddSingleton<SilenceCommand>();
        services.AddSingleton<IClusterObserver, IncidentIntake>();

        services.AddSingleton<StageDispatcher>();
        services.AddSingleton<StageRunner>();
        services.AddTransient<StageJob>();
        services.AddHostedService<StageSweep>();
        services.AddSingleton<IIncidentStage, EvidenceStage>();
        return services;
    }
}
