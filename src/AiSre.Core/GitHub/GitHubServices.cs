using AiSre.GitHub.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AiSre.GitHub;

/// <summary>Everything of this folder.</summary>
public static class GitHubServices
{
    /// <summary>Adds <see cref="GitHubRepositories"/> and <see cref="GitHubWebhooks"/>, set up by section <c>GitHub</c>.</summary>
    public static IServiceCollection AddGitHub(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GitHubOptions>().Bind(configuration.GetSection(GitHubOptions.Section)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<IValidateOptions<GitHubOptions>, GitHubOptionsValidator>()
            .AddSingleton<GitHubRepositories>()
            .AddSingleton<GitHubWebhooks>();
    }
}
