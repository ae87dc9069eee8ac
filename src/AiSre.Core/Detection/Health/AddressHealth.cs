using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Health of what waits for an address from outside: load balancers and Ingresses.</summary>
/// <remarks>Rules: gitops-engine/pkg/health/health_{service,ingress}.go.</remarks>
internal static class AddressHealth
{
    public static ObjectHealth Of(Service value) => value.Spec.Type == "LoadBalancer" ? Of(value.Status) : new(HealthStatus.Healthy);

    public static ObjectHealth Of(Ingress value) => Of(value.Status);

    private static ObjectHealth Of(ServiceStatus status) =>
        new(status.LoadBalancer.Ingress.Count > 0 ? HealthStatus.Healthy : HealthStatus.Progressing);
}
