using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.GitOps.Rendering;
using AiSre.Playground.GitOps.Sets;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.GitOps.Sync;

namespace AiSre.Playground.GitOps;

/// <summary>The GitOps controller that plays Argo CD. It works on the cluster and on the Git repositories that the host registers.</summary>
public static class GitOpsModule
{
    /// <summary>Registers the module; <see cref="ArgoCd"/> is the handle on it.</summary>
    public static IServiceCollection AddGitOps(this IServiceCollection services, GitOpsOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton<GitSources>()
            .AddSingleton<KustomizeTool>()
            .AddSingleton<KustomizeRenderer>()
            .AddSingleton<HelmTool>()
            .AddSingleton<ChartRenderer>()
            .AddSingleton<ManifestRenderer>()
            .AddSingleton<SourceHydrator>()
            .AddSingleton<ResourceTracking>()
            .AddSingleton<TrackedObjects>()
            .AddSingleton<ApplicationComparer>()
            .AddSingleton<ApplicationSync>()
            .AddSingleton<ApplicationStatus>()
            .AddSingleton<SetGenerators>()
            .AddSingleton<ArgoCdApi>()
            .AddSingleton<ArgoCd>();
        return options.IsRunning
            ? services
                .AddSingleton<ApplicationController>()
                .AddHostedService(provider => provider.GetRequiredService<ApplicationController>())
                .AddHostedService<ApplicationSetController>()
                .AddHostedService<RevisionPoller>()
            : services;
    }
}
