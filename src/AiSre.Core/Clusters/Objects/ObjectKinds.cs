using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>The kinds that rules read. A new kind is a record, a line here and a line in <see cref="ObjectsJson"/>.</summary>
public static class ObjectKinds
{
    public static ObjectKind Pod { get; } =
        new ObjectKind<Pod>("v1", "Pod", "pods", true, ObjectsJson.Default.Pod, ObjectsJson.Default.ObjectPagePod);

    public static ObjectKind Event { get; } =
        new ObjectKind<Event>("v1", "Event", "events", true, ObjectsJson.Default.Event, ObjectsJson.Default.ObjectPageEvent);

    public static ObjectKind Namespace { get; } =
        new ObjectKind<Namespace>("v1", "Namespace", "namespaces", false, ObjectsJson.Default.Namespace, ObjectsJson.Default.ObjectPageNamespace);

    public static ObjectKind Node { get; } =
        new ObjectKind<Node>("v1", "Node", "nodes", false, ObjectsJson.Default.Node, ObjectsJson.Default.ObjectPageNode);

    public static ObjectKind Service { get; } =
        new ObjectKind<Service>("v1", "Service", "services", true, ObjectsJson.Default.Service, ObjectsJson.Default.ObjectPageService);

    public static ObjectKind EndpointSlice { get; } =
        new ObjectKind<EndpointSlice>("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true, ObjectsJson.Default.EndpointSlice, ObjectsJson.Default.ObjectPageEndpointSlice);

    public static ObjectKind Endpoints { get; } =
        new ObjectKind<Endpoints>("v1", "Endpoints", "endpoints", true, ObjectsJson.Default.Endpoints, ObjectsJson.Default.ObjectPageEndpoints);

    public static ObjectKind ConfigMap { get; } =
        new ObjectKind<ConfigMap>("v1", "ConfigMap", "configmaps", true, ObjectsJson.Default.ConfigMap, ObjectsJson.Default.ObjectPageConfigMap);

    public static ObjectKind Secret { get; } =
        new ObjectKind<Secret>("v1", "Secret", "secrets", true, ObjectsJson.Default.Secret, ObjectsJson.Default.ObjectPageSecret);

    public static ObjectKind ServiceAccount { get; } =
        new ObjectKind<ServiceAccount>("v1", "ServiceAccount", "serviceaccounts", true, ObjectsJson.Default.ServiceAccount, ObjectsJson.Default.ObjectPageServiceAccount);

    public static ObjectKind PersistentVolumeClaim { get; } =
        new ObjectKind<PersistentVolumeClaim>("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true, ObjectsJson.Default.PersistentVolumeClaim, ObjectsJson.Default.ObjectPagePersistentVolumeClaim);

    public static ObjectKind PersistentVolume { get; } =
        new ObjectKind<PersistentVolume>("v1", "PersistentVolume", "persistentvolumes", false, ObjectsJson.Default.PersistentVolume, ObjectsJson.Default.ObjectPagePersistentVolume);

    public static ObjectKind StorageClass { get; } =
        new ObjectKind<StorageClass>("storage.k8s.io/v1", "StorageClass", "storageclasses", false, ObjectsJson.Default.StorageClass, ObjectsJson.Default.ObjectPageStorageClass);

    public static ObjectKind ResourceQuota { get; } =
        new ObjectKind<ResourceQuota>("v1", "ResourceQuota", "resourcequotas", true, ObjectsJson.Default.ResourceQuota, ObjectsJson.Default.ObjectPageResourceQuota);

    public static ObjectKind LimitRange { get; } =
        new ObjectKind<LimitRange>("v1", "LimitRange", "limitranges", true, ObjectsJson.Default.LimitRange, ObjectsJson.Default.ObjectPageLimitRange);

    public static ObjectKind Deployment { get; } =
        new ObjectKind<Deployment>("apps/v1", "Deployment", "deployments", true, ObjectsJson.Default.Deployment, ObjectsJson.Default.ObjectPageDeployment);

    public static ObjectKind ReplicaSet { get; } =
        new ObjectKind<ReplicaSet>("apps/v1", "ReplicaSet", "replicasets", true, ObjectsJson.Default.ReplicaSet, ObjectsJson.Default.ObjectPageReplicaSet);

    public static ObjectKind StatefulSet { get; } =
        new ObjectKind<StatefulSet>("apps/v1", "StatefulSet", "statefulsets", true, ObjectsJson.Default.StatefulSet, ObjectsJson.Default.ObjectPageStatefulSet);

    public static ObjectKind DaemonSet { get; } =
        new ObjectKind<DaemonSet>("apps/v1", "DaemonSet", "daemonsets", true, ObjectsJson.Default.DaemonSet, ObjectsJson.Default.ObjectPageDaemonSet);

    public static ObjectKind Job { get; } =
        new ObjectKind<Job>("batch/v1", "Job", "jobs", true, ObjectsJson.Default.Job, ObjectsJson.Default.ObjectPageJob);

    public static ObjectKind CronJob { get; } =
        new ObjectKind<CronJob>("batch/v1", "CronJob", "cronjobs", true, ObjectsJson.Default.CronJob, ObjectsJson.Default.ObjectPageCronJob);

    public static ObjectKind HorizontalPodAutoscaler { get; } =
        new ObjectKind<HorizontalPodAutoscaler>("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, ObjectsJson.Default.HorizontalPodAutoscaler, ObjectsJson.Default.ObjectPageHorizontalPodAutoscaler);

    public static ObjectKind PodDisruptionBudget { get; } =
        new ObjectKind<PodDisruptionBudget>("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", true, ObjectsJson.Default.PodDisruptionBudget, ObjectsJson.Default.ObjectPagePodDisruptionBudget);

    public static ObjectKind Ingress { get; } =
        new ObjectKind<Ingress>("networking.k8s.io/v1", "Ingress", "ingresses", true, ObjectsJson.Default.Ingress, ObjectsJson.Default.ObjectPageIngress);

    public static ObjectKind IngressClass { get; } =
        new ObjectKind<IngressClass>("networking.k8s.io/v1", "IngressClass", "ingressclasses", false, ObjectsJson.Default.IngressClass, ObjectsJson.Default.ObjectPageIngressClass);

    public static ObjectKind NetworkPolicy { get; } =
        new ObjectKind<NetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true, ObjectsJson.Default.NetworkPolicy, ObjectsJson.Default.ObjectPageNetworkPolicy);

    public static ObjectKind GatewayClass { get; } =
        new ObjectKind<GatewayClass>("gateway.networking.k8s.io/v1", "GatewayClass", "gatewayclasses", false, ObjectsJson.Default.GatewayClass, ObjectsJson.Default.ObjectPageGatewayClass);

    public static ObjectKind Gateway { get; } =
        new ObjectKind<Gateway>("gateway.networking.k8s.io/v1", "Gateway", "gateways", true, ObjectsJson.Default.Gateway, ObjectsJson.Default.ObjectPageGateway);

    public static ObjectKind HttpRoute { get; } =
        new ObjectKind<HttpRoute>("gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes", true, ObjectsJson.Default.HttpRoute, ObjectsJson.Default.ObjectPageHttpRoute);

    public static ObjectKind ValidatingWebhookConfiguration { get; } =
        new ObjectKind<ValidatingWebhookConfiguration>("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false, ObjectsJson.Default.ValidatingWebhookConfiguration, ObjectsJson.Default.ObjectPageValidatingWebhookConfiguration);

    public static ObjectKind MutatingWebhookConfiguration { get; } =
        new ObjectKind<MutatingWebhookConfiguration>("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false, ObjectsJson.Default.MutatingWebhookConfiguration, ObjectsJson.Default.ObjectPageMutatingWebhookConfiguration);

    public static ObjectKind ApiService { get; } =
        new ObjectKind<ApiService>("apiregistration.k8s.io/v1", "APIService", "apiservices", false, ObjectsJson.Default.ApiService, ObjectsJson.Default.ObjectPageApiService);

    public static ObjectKind Role { get; } =
        new ObjectKind<Role>("rbac.authorization.k8s.io/v1", "Role", "roles", true, ObjectsJson.Default.Role, ObjectsJson.Default.ObjectPageRole);

    public static ObjectKind RoleBinding { get; } =
        new ObjectKind<RoleBinding>("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", true, ObjectsJson.Default.RoleBinding, ObjectsJson.Default.ObjectPageRoleBinding);

    public static ObjectKind ClusterRole { get; } =
        new ObjectKind<Role>("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", false, ObjectsJson.Default.Role, ObjectsJson.Default.ObjectPageRole);

    public static ObjectKind GrpcRoute { get; } =
        new ObjectKind<HttpRoute>("gateway.networking.k8s.io/v1", "GRPCRoute", "grpcroutes", true, ObjectsJson.Default.HttpRoute, ObjectsJson.Default.ObjectPageHttpRoute);

    public static ObjectKind TlsRoute { get; } =
        new ObjectKind<HttpRoute>("gateway.networking.k8s.io/v1alpha2", "TLSRoute", "tlsroutes", true, ObjectsJson.Default.HttpRoute, ObjectsJson.Default.ObjectPageHttpRoute);

    public static ObjectKind TcpRoute { get; } =
        new ObjectKind<HttpRoute>("gateway.networking.k8s.io/v1alpha2", "TCPRoute", "tcproutes", true, ObjectsJson.Default.HttpRoute, ObjectsJson.Default.ObjectPageHttpRoute);

    public static ObjectKind Application { get; } =
        new ObjectKind<Application>("argoproj.io/v1alpha1", "Application", "applications", true, ObjectsJson.Default.Application, ObjectsJson.Default.ObjectPageApplication);

    public static ObjectKind ApplicationSet { get; } =
        new ObjectKind<ApplicationSet>("argoproj.io/v1alpha1", "ApplicationSet", "applicationsets", true, ObjectsJson.Default.ApplicationSet, ObjectsJson.Default.ObjectPageApplicationSet);

    public static ObjectKind AppProject { get; } =
        new ObjectKind<AppProject>("argoproj.io/v1alpha1", "AppProject", "appprojects", true, ObjectsJson.Default.AppProject, ObjectsJson.Default.ObjectPageAppProject);

    public static ObjectKind Stage { get; } =
        new ObjectKind<Stage>("kargo.akuity.io/v1alpha1", "Stage", "stages", true, ObjectsJson.Default.Stage, ObjectsJson.Default.ObjectPageStage);

    public static ObjectKind Promotion { get; } =
        new ObjectKind<Promotion>("kargo.akuity.io/v1alpha1", "Promotion", "promotions", true, ObjectsJson.Default.Promotion, ObjectsJson.Default.ObjectPagePromotion);

    public static ObjectKind Freight { get; } =
        new ObjectKind<Freight>("kargo.akuity.io/v1alpha1", "Freight", "freights", true, ObjectsJson.Default.Freight, ObjectsJson.Default.ObjectPageFreight);

    public static ObjectKind Warehouse { get; } =
        new ObjectKind<Warehouse>("kargo.akuity.io/v1alpha1", "Warehouse", "warehouses", true, ObjectsJson.Default.Warehouse, ObjectsJson.Default.ObjectPageWarehouse);

    public static ObjectKind PriorityClass { get; } =
        new ObjectKind<OtherObject>("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", false, ObjectsJson.Default.OtherObject, ObjectsJson.Default.ObjectPageOtherObject);

    /// <summary>Every kind that is watched. Owners come before what they own, so that a pod that is seen can be placed.</summary>
    public static ImmutableArray<ObjectKind> All { get; } =
    [
        Namespace, Node, Application, ApplicationSet, AppProject, Stage, Promotion, Freight, Warehouse, StorageClass,
        PersistentVolume, PersistentVolumeClaim, ResourceQuota, LimitRange, ServiceAccount, ConfigMap, Service,
        EndpointSlice, IngressClass, Ingress, GatewayClass, Gateway, HttpRoute, NetworkPolicy,
        HorizontalPodAutoscaler, PodDisruptionBudget, ValidatingWebhookConfiguration, MutatingWebhookConfiguration,
        ApiService, Deployment, StatefulSet, DaemonSet, CronJob, Job, ReplicaSet, Pod, Event,
    ];

    /// <summary>Kinds that are understood where files hold them, and never asked for from a cluster: Secrets, and what only a review of files looks at.</summary>
    public static ImmutableArray<ObjectKind> FilesOnly { get; } = [Secret, Endpoints, Role, RoleBinding, ClusterRole, GrpcRoute, TlsRoute, TcpRoute];

    /// <summary>Kinds that no rule reads, and of which only the names are asked for, once a reference to one turns out to be wrong.</summary>
    public static ImmutableArray<ObjectKind> NamesOnly => [PriorityClass];

    /// <summary>For an object of any other kind: only its metadata is read.</summary>
    internal static ObjectKind Other { get; } =
        new ObjectKind<OtherObject>("", "", "", true, ObjectsJson.Default.OtherObject, ObjectsJson.Default.ObjectPageOtherObject);

    private static readonly FrozenDictionary<(string Group, string Kind), ObjectKind> ByName = All.Concat(FilesOnly)
        .Select(kind => KeyValuePair.Create((kind.Group, kind.Kind), kind))
        .Append(KeyValuePair.Create(("events.k8s.io", "Event"), Event))
        .ToFrozenDictionary();

    /// <summary>The kind of this group and name; null when no rule reads it.</summary>
    /// <param name="apiVersion">Group and version; the version does not count.</param>
    /// <param name="kind">Such as <c>Deployment</c>.</param>
    public static ObjectKind? Find(string apiVersion, string kind) => ByName.GetValueOrDefault((ObjectKind.GroupOf(apiVersion), kind));

    /// <summary>The object that evidence of this address is of; null when the address is a log's, or of a kind that is not watched.</summary>
    /// <param name="address">Such as <c>Pod/shop/checkout-1</c> or <c>Node/worker-1</c>.</param>
    public static ObjectRef? RefOf(string address) =>
        address.Split('/') is [var kind, .. var rest] && All.FirstOrDefault(one => one.Kind == kind) is { } known
            ? rest switch
            {
                [var space, var name] when known.IsNamespaced => new ObjectRef(known.ApiVersion, kind, space, name),
                [var name] when !known.IsNamespaced => new ObjectRef(known.ApiVersion, kind, null, name),
                _ => null,
            }
            : null;
}
