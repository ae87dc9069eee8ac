using System.Collections.Immutable;

namespace AiSre.Playground.Kubernetes.Kinds;

/// <summary>The resources the playground serves from the start.</summary>
public static class KnownKinds
{
    public static KindDefinition Namespace { get; } = new("", "v1", "Namespace", "namespaces") { IsNamespaced = false, HasStatus = true, ShortNames = ["ns"], SelectableFields = ["status.phase"] };
    public static KindDefinition Node { get; } = new("", "v1", "Node", "nodes") { IsNamespaced = false, HasStatus = true, ShortNames = ["no"], SelectableFields = ["spec.unschedulable"] };
    public static KindDefinition Pod { get; } = new("", "v1", "Pod", "pods")
    {
        HasStatus = true,
        HasGeneration = true,
        ShortNames = ["po"],
        SelectableFields = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP", "status.nominatedNodeName"],
    };

    public static KindDefinition Event { get; } = new("", "v1", "Event", "events")
    {
        ShortNames = ["ev"],
        SelectableFields =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
            "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
            "reason", "reportingComponent", "source", "type",
        ],
    };

    public static KindDefinition Service { get; } = new("", "v1", "Service", "services") { HasStatus = true, ShortNames = ["svc"], SelectableFields = ["spec.clusterIP", "spec.type"] };
    public static KindDefinition Endpoints { get; } = new("", "v1", "Endpoints", "endpoints") { ShortNames = ["ep"] };
    public static KindDefinition ConfigMap { get; } = new("", "v1", "ConfigMap", "configmaps") { ShortNames = ["cm"] };
    public static KindDefinition Secret { get; } = new("", "v1", "Secret", "secrets") { SelectableFields = ["type"] };
    public static KindDefinition ServiceAccount { get; } = new("", "v1", "ServiceAccount", "serviceaccounts") { ShortNames = ["sa"] };
    public static KindDefinition PersistentVolumeClaim { get; } = new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims") { HasStatus = true, ShortNames = ["pvc"] };
    public static KindDefinition ResourceQuota { get; } = new("", "v1", "ResourceQuota", "resourcequotas") { HasStatus = true, ShortNames = ["quota"] };
    public static KindDefinition LimitRange { get; } = new("", "v1", "LimitRange", "limitranges") { ShortNames = ["limits"] };

    public static KindDefinition Deployment { get; } = new("apps", "v1", "Deployment", "deployments") { HasStatus = true, HasGeneration = true, ShortNames = ["deploy"] };
    public static KindDefinition ReplicaSet { get; } = new("apps", "v1", "ReplicaSet", "replicasets") { HasStatus = true, HasGeneration = true, ShortNames = ["rs"], SelectableFields = ["status.replicas"] };
    public static KindDefinition StatefulSet { get; } = new("apps", "v1", "StatefulSet", "statefulsets") { HasStatus = true, HasGeneration = true, ShortNames = ["sts"] };
    public static KindDefinition DaemonSet { get; } = new("apps", "v1", "DaemonSet", "daemonsets") { HasStatus = true, HasGeneration = true, ShortNames = ["ds"] };

    public static KindDefinition Job { get; } = new("batch", "v1", "Job", "jobs") { HasStatus = true, HasGeneration = true, SelectableFields = ["status.successful"] };
    public static KindDefinition CronJob { get; } = new("batch", "v1", "CronJob", "cronjobs") { HasStatus = true, HasGeneration = true, ShortNames = ["cj"] };

    public static KindDefinition Ingress { get; } = new("networking.k8s.io", "v1", "Ingress", "ingresses") { HasStatus = true, HasGeneration = true, ShortNames = ["ing"] };
    public static KindDefinition NetworkPolicy { get; } = new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies") { HasGeneration = true, ShortNames = ["netpol"] };
    public static KindDefinition PodDisruptionBudget { get; } = new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets") { HasStatus = true, HasGeneration = true, ShortNames = ["pdb"] };
    public static KindDefinition HorizontalPodAutoscaler { get; } = new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers") { HasStatus = true, ShortNames = ["hpa"] };

    public static KindDefinition CustomResourceDefinition { get; } = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions") { IsNamespaced = false, HasStatus = true, HasGeneration = true, ShortNames = ["crd", "crds"] };

    /// <summary>Argo CD's Application has no status subresource, so writing its status counts as a change of the object.</summary>
    public static KindDefinition Application { get; } = new("argoproj.io", "v1alpha1", "Application", "applications") { IsCustom = true, HasGeneration = true, ShortNames = ["app", "apps"] };
    public static KindDefinition ApplicationSet { get; } = new("argoproj.io", "v1alpha1", "ApplicationSet", "applicationsets") { IsCustom = true, HasGeneration = true, ShortNames = ["appset", "appsets"] };
    public static KindDefinition AppProject { get; } = new("argoproj.io", "v1alpha1", "AppProject", "appprojects") { IsCustom = true, HasGeneration = true, ShortNames = ["appproj", "appprojs"] };

    public static ImmutableArray<KindDefinition> All { get; } =
    [
        Namespace, Node, Pod, Event, Service, Endpoints, ConfigMap, Secret, ServiceAccount, PersistentVolumeClaim, ResourceQuota, LimitRange,
        Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, Ingress, NetworkPolicy, PodDisruptionBudget, HorizontalPodAutoscaler,
        CustomResourceDefinition, Application, ApplicationSet, AppProject,
    ];
}
