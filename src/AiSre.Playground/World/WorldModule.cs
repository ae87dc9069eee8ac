using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.World.Deployments;
using AiSre.Playground.World.Events;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Kubelet;
using AiSre.Playground.World.Nodes;
using AiSre.Playground.World.Registries;
using AiSre.Playground.World.ReplicaSets;

namespace AiSre.Playground.World;

/// <summary>What happens in the cluster: controllers, scheduler, kubelets, and the registries that they pull from.</summary>
public static class WorldModule
{
    /// <summary>Registers the module. <see cref="RegistryNetwork"/>, <see cref="ImageCatalogue"/> and <see cref="NodeImages"/> are the handles on it.</summary>
    public static IServiceCollection AddWorld(this IServiceCollection services, WorldOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton<ContainerLogs>()
            .AddSingleton<IContainerLogs>(provider => provider.GetRequiredService<ContainerLogs>())
            .AddSingleton<RegistryNetwork>()
            .AddSingleton<ImageCatalogue>()
            .AddSingleton<NodeImages>()
            .AddSingleton<EventRecorder>()
            .AddSingleton<NodeLoads>()
            .AddSingleton<KubeletServices>();
        return options.IsRunning
            ? services
                .AddHostedService<NamespaceController>()
                .AddHostedService<DeploymentController>()
                .AddHostedService<ReplicaSetController>()
                .AddHostedService<Scheduler>()
                .AddHostedService<Kubelets>()
                .AddHostedService<EventExpiry>()
            : services;
    }
}
