using Hangfire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Diagnosis.Model;

/// <summary>The model analyst: only where a model is configured is anything of it ever asked.</summary>
public static class ModelModule
{
    /// <summary>How many questions are open at the same time in one process.</summary>
    private const int Workers = 2;

    public static IServiceCollection AddModelAnalyst(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(ModelOptions.Section);
        services.AddOptions<ModelOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();

        // Not redirected: evidence and key go to the address that the operator chose and to no other.
        services.AddHttpClient(ChatModel.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        services.AddSingleton<ModelBreaker>();
        services.AddSingleton<IModelExchanges, ModelExchanges>();
        services.AddSingleton<ChatModel>();
        services.AddSingleton(provider => new ModelAnalyst(
            provider.GetRequiredService<ChatModel>(), provider.GetRequiredService<ModelBreaker>(), provider.GetRequiredService<IOptions<ModelOptions>>()));
        services.AddSingleton(provider => new ModelAdviser(
            provider.GetRequiredService<ChatModel>(), provider.GetRequiredService<ModelBreaker>(), provider.GetRequiredService<IOptions<ModelOptions>>()));
        services.AddTransient<ModelAnalysisJob>();
        services.AddSingleton<IDiagnosisFollower, ModelOpinion>();

        // By the words alone: what cannot be bound is for the validation at the start to say.
        if (!string.IsNullOrWhiteSpace(section[nameof(ModelOptions.BaseAddress)]) && !string.IsNullOrWhiteSpace(section[nameof(ModelOptions.Name)]))
        {
            services.AddHostedService<ModelSweep>();
            services.AddHangfireServer(server =>
            {
                server.ServerName = $"{Environment.MachineName}:model";
                server.Queues = [ModelAnalysisJob.Queue];
                server.WorkerCount = Workers;
                server.StopTimeout = TimeSpan.FromSeconds(2);
            });
        }

        return services;
    }
}
