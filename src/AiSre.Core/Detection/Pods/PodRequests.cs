using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>How much of a resource a pod asks for.</summary>
internal static class PodRequests
{
    /// <summary>Whether even an empty node would not do. False where nothing is known of nodes.</summary>
    public static bool IsMoreThanAnyNodeHas(PodSpec spec, string resource, IReadOnlyList<Node> nodes)
    {
        var wanted = Of(spec, resource);
        var known = nodes.Where(node => node.Status.Allocatable.Count > 0).ToList();
        return wanted > 0 && known.Count > 0 && known.TrueForAll(node => Parse(node.Status.Allocatable[resource]) < wanted);
    }

    /// <summary>The resource of which an empty node has less than a pod asks for; null when it has enough of all.</summary>
    public static string? LackingOn(Node node, PodSpec spec) => spec.InitContainers.Concat(spec.Containers)
        .SelectMany(container => container.Resources.Requests.Concat(container.Resources.Limits)).Select(pair => pair.Key).Distinct()
        .FirstOrDefault(resource => Of(spec, resource) > Parse(node.Status.Allocatable[resource]));

    // Init containers run one after the other, before the main ones, which run together with the sidecars.
    private static double Of(PodSpec spec, string resource)
    {
        var sidecars = spec.InitContainers.Where(container => container.RestartPolicy == "Always").Sum(container => Of(container, resource));
        var init = spec.InitContainers.Where(container => container.RestartPolicy != "Always").Select(container => Of(container, resource)).DefaultIfEmpty().Max();
        return sidecars + Math.Max(init, spec.Containers.Sum(container => Of(container, resource)));
    }

    // A limit without a request is the request too.
    private static double Of(Container container, string resource) =>
        Parse(container.Resources.Requests[resource] ?? container.Resources.Limits[resource]);

    private static double Parse(string? quantity) => quantity is not null && Quantity.TryParse(quantity, out var value) ? value : 0;
}
