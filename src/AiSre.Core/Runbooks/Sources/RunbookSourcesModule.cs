using AiSre.Data;
using AiSre.GitHub;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Runbooks.Sources;

/// <summary>Runbooks that live in repositories.</summary>
internal static class RunbookSourcesModule
{
    public static IServiceCollection AddRunbookSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<RunbookSourceOptions>>(provider => new RunbookSourceOptionsValidator(provider.GetRequiredService<GitHubRepositories>));
        services.AddOptions<RunbookSourceOptions>().Bind(configuration.GetSection(RunbookSourceOptions.Section)).ValidateOnStart();
        services.AddSingleton<RunbookSources>();
        services.AddSingleton<RunbookOwnership>();
        services.AddSingleton<SourceVersions>();
        services.AddSingleton<RunbookEditPush>();
        services.AddSingleton(provider => new RunbookEdits(
            provider.GetRequiredService<GitHubRepositories>(),
            provider.GetRequiredService<RunbookSources>(),
            provider.GetRequiredService<RunbookSync>(),
            provider.GetRequiredService<RunbookEditPush>(),
            provider.GetRequiredService<IDbContextFactory<AiSreDbContext>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RunbookSync>();
        services.AddHostedService<RunbookSyncService>();
        return services;
    }
}
