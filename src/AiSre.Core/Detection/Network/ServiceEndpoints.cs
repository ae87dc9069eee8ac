using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>How many addresses a Service has, by what its EndpointSlices or Endpoints say.</summary>
/// <param name="IsKnown">Whether anything says so.</param>
/// <param name="Ready">Addresses that take traffic.</param>
/// <param name="NotReady">Addresses that do not.</param>
/// <param name="Address">The evidence.</param>
internal sealed record ServiceEndpoints(bool IsKnown, int Ready, int NotReady, string? Address)
{
    private const string ServiceName = "kubernetes.io/service-name";

    /// <summary>Words that the evidence has, where it has any that say so.</summary>
    public string Quote => NotReady > 0 && Address?.StartsWith("EndpointSlice/", StringComparison.Ordinal) == true ? "ready: false" : "";

    public static ServiceEndpoints Of(Service service, ObjectCache cache)
    {
        var slices = cache.In<EndpointSlice>(service.Metadata.Namespace).Where(slice => slice.Metadata.Labels[ServiceName] == service.Metadata.Name).ToList();
        if (slices.Count > 0)
        {
            var all = slices.SelectMany(slice => slice.Endpoints).ToList();
            return new(true, all.Count(one => one.Conditions.Ready is not false), all.Count(one => one.Conditions.Ready is false), slices[0].Ref.Address);
        }

        return cache.Find<Endpoints>(new ObjectRef("v1", "Endpoints", service.Metadata.Namespace, service.Metadata.Name)) is { } older
            ? new(true, older.Subsets.Sum(subset => subset.Addresses.Count), older.Subsets.Sum(subset => subset.NotReadyAddresses.Count), older.Ref.Address)
            : new(false, 0, 0, null);
    }
}
