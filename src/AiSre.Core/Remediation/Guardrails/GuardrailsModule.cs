using AiSre.Data;
using AiSre.Remediation.Guardrails.Facts;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Guardrails;

/// <summary>How far runbooks may go by themselves.</summary>
internal static class GuardrailsModule
{
    public static IServiceCollection AddGuardrails(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<GuardrailOptions>, GuardrailOptionsValidator>();
        services.AddOptions<GuardrailOptions>().Bind(configuration.GetSection(GuardrailOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GuardrailStore>();
        services.AddSingleton<GuardrailFiles>();
        services.AddSingleton<GuardrailAssist>();
        services.AddSingleton<GuardrailSource>();
        services.AddHostedService(provider => provider.GetRequiredService<GuardrailSource>());
        services.AddSingleton<GuardrailPause>();
        services.AddSingleton<Breakers>();
        services.AddSingleton<IRunbookStandings, EarnedStandings>();
        services.AddSingleton<ChangeFacts>();
        services.AddSingleton(provider => new GuardrailEvaluator(
            provider.GetRequiredService<IDbContextFactory<AiSreDbContext>>(),
            provider.GetRequiredService<GuardrailStore>(),
            provider.GetRequiredService<GuardrailSource>(),
            provider.GetRequiredService<ChangeFacts>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GuardrailEvaluator>>()));
        return services;
    }
}
