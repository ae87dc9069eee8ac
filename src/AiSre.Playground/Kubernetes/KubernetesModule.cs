using AiSre.Playground.Kubernetes.Access;
using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Patching;
using AiSre.Playground.Kubernetes.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Playground.Kubernetes;

/// <summary>The Kubernetes API and the store behind it.</summary>
public static class KubernetesModule
{
    /// <summary>Registers the module. <see cref="ClusterStore"/>, <see cref="Tokens"/> and <see cref="ApiConditions"/> are the handles on it.</summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, StoreOptions storage, ApiOptions api)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(storage)
            .AddSingleton(api)
            .AddSingleton(_ => new KindCatalogue(KnownKinds.All))
            .AddSingleton<ClusterStore>()
            .AddSingleton<AppliedManifests>()
            .AddSingleton<Tokens>()
            .AddSingleton<ApiConditions>()
            .AddSingleton<DiscoveryHandler>()
            .AddSingleton<OpenApiHandler>()
            .AddSingleton<ReadHandler>()
            .AddSingleton<WatchHandler>()
            .AddSingleton<WriteHandler>()
            .AddSingleton<LogHandler>()
            .AddSingleton<KubernetesApi>();
    }

    /// <summary>Serves the API at every address of the application.</summary>
    public static void MapKubernetes(this IEndpointRouteBuilder app) =>
        app.Map("/{**path}", (HttpContext http, KubernetesApi api) => api.HandleAsync(http));
}
