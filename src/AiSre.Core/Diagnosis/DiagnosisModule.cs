using AiSre.Incidents.Stages;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Diagnosis;

/// <summary>Stage 3: the root cause, from kept evidence.</summary>
public static class DiagnosisModule
{
    public static IServiceCollection AddDiagnosis(this IServiceCollection services) =>
        services.AddSingleton<IIncidentStage, DiagnoseStage>();
}
