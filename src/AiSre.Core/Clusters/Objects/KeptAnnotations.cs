using System.Collections.Frozen;

namespace AiSre.Clusters.Objects;

/// <summary>The annotations that rules read; all others (a copy of the whole manifest among them) are skipped while reading.</summary>
public static class KeptAnnotations
{
    /// <summary>Which Argo CD application manages the object: <c>app:group/Kind:namespace/name</c>.</summary>
    public const string ArgoTrackingId = "argocd.argoproj.io/tracking-id";

    /// <summary>Which revision of its Deployment a ReplicaSet is.</summary>
    public const string DeploymentRevision = "deployment.kubernetes.io/revision";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal, ArgoTrackingId, DeploymentRevision);

    public static bool Contains(string name) => Names.Contains(name);
}
