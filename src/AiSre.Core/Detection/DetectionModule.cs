using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Detection;

/// <summary>Stage 1: objects to symptoms.</summary>
public static class DetectionModule
{
    /// <summary>One analyzer per kind.</summary>
    internal static IAnalyzer[] Analyzers =>
    [
        new PodAnalyzer(), new EventAnalyzer(), new ReplicaSetAnalyzer(), new DeploymentAnalyzer(), new StatefulSetAnalyzer(), new DaemonSetAnalyzer(), new JobAnalyzer(), new CronJobAnalyzer(),
        new ServiceAnalyzer(), new EndpointsAnalyzer(), new IngressAnalyzer(), new GatewayClassAnalyzer(), new GatewayAnalyzer(), new RouteAnalyzer(), new NetworkPolicyAnalyzer(),
        new ClaimAnalyzer(), new VolumeAnalyzer(), new StorageClassAnalyzer(), new NodeAnalyzer(),
        new ValidatingWebhookAnalyzer(), new MutatingWebhookAnalyzer(), new ApiServiceAnalyzer(), new DisruptionBudgetAnalyzer(), new QuotaAnalyzer(), new AutoscalerAnalyzer(), new NamespaceAnalyzer(),
        new ApplicationAnalyzer(), new ApplicationSetAnalyzer(), new PromotionAnalyzer(), new StageAnalyzer(), new WarehouseAnalyzer(),
        new CustomObjectAnalyzer(), new CustomTargetAnalyzer(), new OperatorAnalyzer(),
    ];

    /// <summary>What is worth knowing to who looks through files, and would be said of half of every cluster that is watched.</summary>
    internal static IAnalyzer[] Advice => [new PodAdviceAnalyzer(), new RoleAdviceAnalyzer(), new RoleBindingAdviceAnalyzer(), new NodeAdviceAnalyzer(), new NetworkPolicyAdviceAnalyzer(), new ConfigMapAdviceAnalyzer(), new PolicyReportAdviceAnalyzer(), new VolumeAdviceAnalyzer(), new ClaimAdviceAnalyzer(), new StorageClassAdviceAnalyzer()];

    /// <summary>Adds <see cref="Detector"/>.</summary>
    public static IServiceCollection AddDetection(this IServiceCollection services) => services.AddSingleton(Detector.Default);
}
