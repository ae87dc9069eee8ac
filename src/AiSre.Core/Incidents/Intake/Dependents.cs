using AiSre.Clusters.Objects;

namespace AiSre.Incidents.Intake;

/// <summary>From an object that changed to those of which a rule may now say something else.</summary>
/// <remarks>
/// What already shows a symptom is looked at again in any case (see <see cref="ClusterIntake"/>); this finds those that may begin to show one.
/// </remarks>
internal static class Dependents
{
    private const string ServiceName = "kubernetes.io/service-name";

    public static IEnumerable<ObjectRef> Of(ObjectRef changed, ObjectCache cache) => changed.Kind switch
    {
        "EndpointSlice" => ServiceOf(changed, cache) is { } service ? [service, .. UsersOf(service, cache)] : [],
        "Service" => UsersOf(changed, cache),
        "Deployment" or "StatefulSet" or "ReplicaSet" => cache.In<HorizontalPodAutoscaler>(changed.Namespace).Select(one => one.Ref),
        "StorageClass" => cache.All<PersistentVolumeClaim>().Where(claim => claim.Status.Phase == "Pending").Select(claim => claim.Ref),
        "IngressClass" => cache.All<Ingress>().Select(one => one.Ref),
        "GatewayClass" => cache.All<Gateway>().Select(one => one.Ref),
        "Gateway" => cache.All<HttpRoute>().Select(one => one.Ref),
        "Promotion" => cache.In<Promotion>(changed.Namespace).Select(one => one.Ref),
        _ => [],
    };

    // A slice that is gone no longer says whose it was; controllers name it after its Service.
    private static ObjectRef? ServiceOf(ObjectRef slice, ObjectCache cache) =>
        cache.Find<EndpointSlice>(slice)?.Metadata.Labels[ServiceName] is { } name ? new ObjectRef("v1", "Service", slice.Namespace, name)
        : slice.Name.LastIndexOf('-') is var dash and > 0 ? new ObjectRef("v1", "Service", slice.Namespace, slice.Name[..dash])
        : null;

    private static IEnumerable<ObjectRef> UsersOf(ObjectRef service, ObjectCache cache) =>
        cache.In<Ingress>(service.Namespace).Select(one => one.Ref)
            .Concat(cache.In<HttpRoute>(service.Namespace).Select(one => one.Ref))
            .Concat(cache.In<StatefulSet>(service.Namespace).Where(one => one.Spec.ServiceName == service.Name).Select(one => one.Ref))
            .Concat(cache.All<ValidatingWebhookConfiguration>().Where(one => one.Webhooks.Any(hook => Calls(hook, service))).Select(one => one.Ref))
            .Concat(cache.All<MutatingWebhookConfiguration>().Where(one => one.Webhooks.Any(hook => Calls(hook, service))).Select(one => one.Ref));

    private static bool Calls(AdmissionWebhook hook, ObjectRef service) =>
        hook.ClientConfig?.Service is { } called && called.Name == service.Name && called.Namespace == service.Namespace;
}
