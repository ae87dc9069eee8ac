using AiSre.Remediation.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Remediation;

/// <summary>Stage 5: the solution becomes a proposal, a decision, a merge and a verification.</summary>
public static class RemediationModule
{
    public static IServiceCollection AddRemediation(this IServiceCollection services)
    {
        services.AddSingleton<HeadCheck>();
        services.AddSingleton<DecisionCommand>();
        return services;
    }
}
