using System.Collections.Frozen;

namespace AiSre.Clusters.Objects;

/// <summary>The annotations that rules read; all others (a copy of the whole manifest among them) are skipped while reading.</summary>
public static class KeptAnnotations
{
    /// <summary>Which Argo CD application manages the object: <c>app:group/Kind:namespace/name</c>.</summary>
    public const string ArgoTrackingId = "argocd.argoproj.io/tracking-id";

    /// <summary>Which revision of its Deployment a ReplicaSet is.</summary>
    public const string DeploymentRevision = "deployment.kubernetes.io/revision";

    /// <summary>At which point of a sync Argo CD applies the object: <c>PreSync</c>, <c>PostSync</c>, …</summary>
    public const string ArgoHook = "argocd.argoproj.io/hook";

    /// <summary>The class of an Ingress, before there was a field for it.</summary>
    public const string IngressClass = "kubernetes.io/ingress.class";

    /// <summary>Marks the class that Ingresses get which name none.</summary>
    public const string DefaultIngressClass = "ingressclass.kubernetes.io/is-default-class";

    /// <summary>Marks the class that claims get which name none.</summary>
    public const string DefaultStorageClass = "storageclass.kubernetes.io/is-default-class";

    /// <summary>The same before Kubernetes 1.6.</summary>
    public const string BetaDefaultStorageClass = "storageclass.beta.kubernetes.io/is-default-class";

    /// <summary>Endpoints that exist only for a leader election.</summary>
    public const string LeaderElection = "control-plane.alpha.kubernetes.io/leader";

    /// <summary>The conditions of an autoscaler, where its API version is <c>autoscaling/v1</c>.</summary>
    public const string AutoscalerConditions = "autoscaling.alpha.kubernetes.io/conditions";

    /// <summary>Which provisioner a claim waits for.</summary>
    public const string StorageProvisioner = "volume.beta.kubernetes.io/storage-provisioner";

    /// <summary>Marks a pod that Argo CD takes for one that lives on, though its restart policy says otherwise.</summary>
    public const string ArgoIgnoreRestartPolicy = "argocd.argoproj.io/ignore-restart-policy";

    /// <summary>Keeps an object's health out of its application's.</summary>
    public const string ArgoIgnoreHealthCheck = "argocd.argoproj.io/ignore-healthcheck";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        ArgoTrackingId, DeploymentRevision, ArgoHook, IngressClass, DefaultIngressClass, DefaultStorageClass, BetaDefaultStorageClass,
        LeaderElection, AutoscalerConditions, StorageProvisioner, ArgoIgnoreRestartPolicy, ArgoIgnoreHealthCheck);

    public static bool Contains(string name) => Names.Contains(name);
}
