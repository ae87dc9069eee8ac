using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Comparison;

/// <summary>
/// How a live object says which application it belongs to: by annotation, by label, or both, as
/// <c>application.resourceTrackingMethod</c> in the ConfigMap argocd-cm says.
/// </summary>
internal sealed class ResourceTracking(ClusterStore store)
{
    private const string Annotation = "argocd.argoproj.io/tracking-id";
    private const string Label = "app.kubernetes.io/instance";

    private (StoredObject? Settings, string Method) read = (null, "annotation");

    private string Method
    {
        get
        {
            var settings = store.Find(KnownKinds.ConfigMap, "argocd", "argocd-cm");
            if (settings != read.Settings)
            {
                read = (settings, settings?.ToJson().Text("data", "application.resourceTrackingMethod") ?? "annotation");
            }

            return read.Method;
        }
    }

    /// <summary>Marks a manifest as belonging to an application.</summary>
    public void Mark(JsonObject manifest, string application, ResourceKey key)
    {
        var metadata = manifest.Ensure("metadata");
        var method = Method;
        if (method != "label")
        {
            metadata.Ensure("annotations")[Annotation] = $"{application}:{key.Group}/{key.Kind}:{key.Namespace}/{key.Name}";
        }

        if (method != "annotation")
        {
            metadata.Ensure("labels")[Label] = application;
        }
    }

    /// <returns>The application's name; null when none owns the object.</returns>
    public string? OwnerOf(StoredObject obj)
    {
        // A pod or ReplicaSet that a controller made inherits labels but is nobody's manifest.
        if (obj.Owners.Count > 0)
        {
            return null;
        }

        if (Method == "label")
        {
            foreach (var label in obj.Labels)
            {
                if (label.Key == Label)
                {
                    return label.Value;
                }
            }

            return null;
        }

        var id = obj.ToJson().Text("metadata", "annotations", Annotation);

        // Copied to another object, as some tools do with annotations, the id names the wrong one and does not count.
        return id?.Split(':') is [var application, var type, var name] && $"{type}:{name}" == Id(ResourceKey.Of(obj)) ? application : null;
    }

    private static string Id(ResourceKey key) => $"{key.Group}/{key.Kind}:{key.Namespace}/{key.Name}";
}
