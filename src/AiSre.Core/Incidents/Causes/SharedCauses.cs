using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>
/// What a workload's trouble has in common with that of others, where nothing that is known shows the trouble itself: a host outside the cluster
/// that does not answer, credentials that a registry refuses, a taint that keeps everybody out. Whoever shares it suffers from the same.
/// </summary>
internal static class SharedCauses
{
    /// <summary>What is shared, as an object of a kind that no API has; null when the trouble is the workload's own, as far as it tells.</summary>
    public static ObjectRef? Of(Symptom symptom, ObjectCache cache) => symptom.Reason switch
    {
        SymptomReason.ImagePullFailed or SymptomReason.PodsNotCreated or SymptomReason.VolumeNotMounted or SymptomReason.PodUnschedulable => Said(symptom, null),
        SymptomReason.ClaimNotBound when symptom.Fault is { Code: RootCause.VolumeProvisioningFailed } => symptom.Parameters.GetValueOrDefault(SymptomParameters.Reference) is { } name ? Marker("Class", null, name) : null,
        SymptomReason.ContainerCrashing or SymptomReason.LogReportsFailure or SymptomReason.ProbeFailing or SymptomReason.PodNotReady or SymptomReason.InitContainerStuck => Callee(symptom, cache),
        _ => null,
    };

    /// <summary>Whether two symptoms that share something are of the same kind.</summary>
    public static bool AreAlike(Symptom one, Symptom other) =>
        one.Workload != other.Workload
        && (one.Reason == SymptomReason.ImagePullFailed ? one.PullFailure == other.PullFailure : one.Fault is { } fault && fault.Code == other.Fault?.Code);

    private static ObjectRef? Callee(Symptom symptom, ObjectCache cache) => symptom.Fault?.Code switch
    {
        RootCause.RbacForbidden when cache.Find<Pod>(symptom.Object) is { } pod => Marker("ServiceAccount", symptom.Object.Namespace, pod.Spec.ServiceAccountName.Length > 0 ? pod.Spec.ServiceAccountName : "default"),
        RootCause.DependencyUnavailable or RootCause.DnsFailure or RootCause.CertificateExpired => Host(symptom, cache),
        RootCause.ApplicationConfigurationError => Said(symptom, symptom.Object.Namespace),
        _ => null,
    };

    private static ObjectRef? Host(Symptom symptom, ObjectCache cache)
    {
        var host = symptom.Parameters.GetValueOrDefault(SymptomParameters.Host) ?? "";
        var service = host.Length == 0 ? null : HostNames.Resolve(host, symptom.Object.Namespace, cache).FirstOrDefault(one => one.Kind == "Service");

        // A resolver that does not answer, or does not know a name that is there, is wrong whatever it is asked.
        return symptom.Fault is { Code: RootCause.DnsFailure } && (symptom.Parameters.ContainsKey(SymptomParameters.Shared) || (service is not null && cache.Find<Service>(service) is not null)) ? Marker("Resolver", null, "cluster")
            : host is "" or "localhost" or "127.0.0.1" or "0.0.0.0" or "::1" ? null
            : service is not null ? Marker("Callee", service.Namespace, service.Name)
            : Marker("Callee", null, host.TrimEnd('.').ToLowerInvariant());
    }

    private static ObjectRef? Said(Symptom symptom, string? space) =>
        symptom.Parameters.GetValueOrDefault(SymptomParameters.Shared) is { } shared ? Marker("Thing", space, shared) : null;

    private static ObjectRef Marker(string kind, string? space, string name) => new("", $"Shared{kind}", space, name);
}
