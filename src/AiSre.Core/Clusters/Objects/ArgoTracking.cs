namespace AiSre.Clusters.Objects;

/// <summary>How Argo CD marks the objects that it manages.</summary>
internal static class ArgoTracking
{
    public const string InstanceLabel = "app.kubernetes.io/instance";

    /// <summary>The application that the object's tracking annotation names; null when it has none, or one copied from another object.</summary>
    public static TrackedApplication? ApplicationName(KubeObject managed)
    {
        // app:group/Kind:namespace/name, with the application's namespace in front (namespace_app) where that is not Argo CD's own.
        // A controller that copies annotations to what it makes copies this one too; so it must name the object that carries it.
        if (managed.Metadata.Annotations[KeptAnnotations.ArgoTrackingId]?.Split(':', 3) is not [var application, var kind, var name])
        {
            return null;
        }

        var reference = managed.Ref;
        var isOwn = kind == $"{reference.Group}/{reference.Kind}"
            && (name == $"{reference.Namespace}/{reference.Name}" || (reference.Namespace is null && name.EndsWith($"/{reference.Name}", StringComparison.Ordinal)));
        return !isOwn ? null
            : application.Split('_', 2) is [var space, var rest] ? new(space, rest)
            : new(null, application);
    }

    /// <param name="Namespace">Null: Argo CD's own.</param>
    /// <param name="Name">The application's name.</param>
    internal sealed record TrackedApplication(string? Namespace, string Name)
    {
        public bool Names(Application application) =>
            application.Metadata.Name == Name && (Namespace is null || application.Metadata.Namespace == Namespace);
    }
}
