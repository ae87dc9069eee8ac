using System.Collections.Concurrent;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.World.Registries;

/// <summary>One container registry. It has every image, but for the tags it is told to lack. Safe to change at any time.</summary>
public sealed class Registry(string host)
{
    private readonly ConcurrentDictionary<string, byte> missing = new(StringComparer.Ordinal);

    /// <summary>The name in image references, with port if any.</summary>
    public string Host { get; } = host;

    public RegistryCondition Condition { get; set; }

    /// <summary>Whether it gives images only to pods whose <c>imagePullSecrets</c> name it.</summary>
    public bool NeedsCredentials { get; set; }

    /// <summary>Its address as nodes resolve it; in a range kept for documentation, so that it is nobody's.</summary>
    public string Address => $"203.0.113.{Fnv.Hash32(Host) % 250 + 2}";

    /// <summary>Takes an image away, such as <c>shop/checkout:1.4.3</c>, or a whole repository without a tag.</summary>
    public void Remove(string image) => missing[image] = 0;

    public void Restore(string image) => missing.TryRemove(image, out _);

    internal bool Has(ImageReference image) =>
        !missing.ContainsKey($"{image.Repository}:{image.Version}") && !missing.ContainsKey(image.Repository);
}
