using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Applications;

/// <summary>Finds the application that declares something of Argo CD's own in Git. Pure.</summary>
internal static class ParentApplication
{
    /// <summary>The application whose status lists the object; else the one that its tracking mark names; null when none does.</summary>
    /// <param name="scene">The applications.</param>
    /// <param name="kind"><c>Application</c> or <c>ApplicationSet</c>.</param>
    /// <param name="space">The object's namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="live">The object, where the cluster's copy is known.</param>
    public static Application? Of(ApplicationScene scene, string kind, string? space, string name, KubeObject? live)
    {
        var candidates = Candidates(scene, kind, space, name).ToList();
        return candidates.Find(other => Lists(other, kind, space, name))
            ?? (live is not null && ArgoTracking.ApplicationName(live) is { } tracked ? candidates.Find(tracked.Names) : null)
            ?? (live?.Metadata.Labels[ArgoTracking.InstanceLabel] is { Length: > 0 } label ? candidates.Find(other => other.Metadata.Name == label) : null);
    }

    /// <summary>Every application whose status lists the object.</summary>
    public static IEnumerable<Application> Listing(ApplicationScene scene, string kind, string? space, string name) =>
        Candidates(scene, kind, space, name).Where(other => Lists(other, kind, space, name));

    private static IEnumerable<Application> Candidates(ApplicationScene scene, string kind, string? space, string name) =>
        scene.Others.Add(scene.Application).Where(other => kind != "Application" || other.Metadata.Name != name || other.Metadata.Namespace != space);

    private static bool Lists(Application other, string kind, string? space, string name) => other.Status.Resources.Any(resource =>
        resource.Group == Application.ApiGroup && resource.Kind == kind && resource.Name == name && (resource.Namespace.Length == 0 || resource.Namespace == space));
}
