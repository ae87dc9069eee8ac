using AiSre.Clusters.History;
using AiSre.Clusters.Managed;
using AiSre.Clusters.Watching;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Clusters;

/// <summary>The edge to Kubernetes: reads, never writes.</summary>
public static class ClustersModule
{
    /// <summary>
    /// Adds <see cref="ClusterConnections"/>, the flight recorder and the watcher, which tells every registered <see cref="IClusterObserver"/>. Needs
    /// the database edge (a context factory, a lock provider and data protection).
    /// </summary>
    public static IServiceCollection AddClusters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<ClustersOptions>, ClustersOptionsValidator>();
        services.AddOptions<ClustersOptions>()
            .Configure(options => configuration.GetSection(ClustersOptions.Section).Bind(options.Clusters))
            .ValidateOnStart();
        services.AddSingleton<ClusterConnections>();
        services.AddSingleton<ClusterSecrets>();
        services.AddSingleton(provider => new ManagedClusters(
            provider.GetRequiredService<IDbContextFactory<AiSreDbContext>>(), provider.GetRequiredService<IOptions<ClustersOptions>>(),
            provider.GetRequiredService<ClusterSecrets>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WatchTimings>();
        services.AddSingleton<IClusterStateStore, DbClusterStateStore>();
        services.AddSingleton<ManagedClusterSync>();
        services.AddHostedService(provider => provider.GetRequiredService<ManagedClusterSync>());
        services.AddHostedService<ClusterWatcher>();

        services.AddOptions<HistoryOptions>().Bind(configuration.GetSection(HistoryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<HistoryCounts>();
        services.AddSingleton<HistoryStore>();
        services.AddSingleton<ObjectHistory>();
        services.AddSingleton<ObjectStory>();
        services.AddSingleton<IClusterObserver, FlightRecorder>();
        return services;
    }

    /// <summary>Makes the clusters known that were added in the browser, for a program that starts no hosted services.</summary>
    public static Task LoadManagedClustersAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<ManagedClusterSync>().SyncAsync(cancellationToken);
}
