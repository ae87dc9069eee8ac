using System.Collections.Concurrent;

namespace AiSre.Playground.World.Registries;

/// <summary>The registries that nodes can reach. A host that is not among them does not resolve.</summary>
public sealed class RegistryNetwork
{
    private readonly ConcurrentDictionary<string, Registry> registries = new(StringComparer.OrdinalIgnoreCase);

    public RegistryNetwork()
    {
        foreach (var host in (string[])["docker.io", "ghcr.io", "quay.io", "registry.k8s.io"])
        {
            Add(host);
        }
    }

    public IEnumerable<Registry> All => registries.Values.OrderBy(registry => registry.Host, StringComparer.Ordinal);

    /// <summary>The registry of a host, made when it is new.</summary>
    public Registry Add(string host) => registries.GetOrAdd(host, name => new(name));

    public Registry? Find(string host) => registries.GetValueOrDefault(host);

    /// <summary>Asks for an image.</summary>
    /// <param name="image">The completed reference.</param>
    /// <param name="hasCredentials">Whether the pod brings a login for the registry.</param>
    /// <returns>Null when it can be pulled, else what containerd says.</returns>
    internal string? Refusal(ImageReference image, bool hasCredentials)
    {
        var registry = Find(image.Host);
        return registry is null
            ? PullErrors.OfCondition(image, RegistryCondition.DoesNotResolve, "")
            : registry.Condition != RegistryCondition.Up ? PullErrors.OfCondition(image, registry.Condition, registry.Address)
            : registry.NeedsCredentials && !hasCredentials ? PullErrors.NoCredentials(image)
            : registry.Has(image) ? null
            : PullErrors.NotFound(image);
    }
}
