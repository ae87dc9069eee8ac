using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Detection;

public static class DetectionModule
{
    /// <summary>One analyzer per kind.</summary>
    internal static IAnalyzer[] Analyzers => [new PodAnalyzer(), new DeploymentAnalyzer(), new ApplicationAnalyzer()];

    /// <summary>Adds <see cref="Detector"/>.</summary>
    public static IServiceCollection AddDetection(this IServiceCollection services) => services.AddSingleton(Detector.Default);
}
