using AiSre.Clusters;
using AiSre.Incidents.Alerts;
using AiSre.Incidents.Intake;
using AiSre.Incidents.LifeCycle;
using AiSre.Incidents.Silences;
using AiSre.Incidents.Stages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Incidents;

/// <summary>Stage 2: symptoms become incidents, with evidence, a timeline and the runner that carries them from state to state.</summary>
public static class IncidentsModule
{
    public static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LifeCycleOptions>().Bind(configuration.GetSection(LifeCycleOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IncidentReconciler>();
        services.AddSingleton<SilenceCommand>();

        services.AddSingleton<IValidateOptions<AlertsOptions>, AlertsOptionsValidator>();
        services.AddOptions<AlertsOptions>().Bind(configuration.GetSection(AlertsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<AlertCounts>();
        services.AddSingleton<AlertDelivery>();
        services.AddSingleton<FiringAlerts>();
        services.AddSingleton<IClusterObserver, IncidentIntake>();

        services.AddSingleton<StageDispatcher>();
        services.AddSingleton<StageRunner>();
        services.AddTransient<StageJob>();
        services.AddHostedService<StageSweep>();
        services.AddSingleton<IIncidentStage, EvidenceStage>();
        return services;
    }
}
