using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What may be concluded from an absence, where the cluster was not listed and only files tell of it.</summary>
internal static class Excerpt
{
    /// <summary>
    /// Whether the files seem to leave Services out altogether: there are none in any namespace, though the object's has pods.
    /// </summary>
    public static bool LacksServices(ObjectCache cache, KubeObject value) =>
        cache.All<Service>().Count == 0 && cache.In<Pod>(value.Metadata.Namespace).Count > 0;
}
