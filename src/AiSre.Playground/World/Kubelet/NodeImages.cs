using System.Collections.Concurrent;

namespace AiSre.Playground.World.Kubelet;

/// <summary>Which images lie on which node already, so that they need no registry any more.</summary>
public sealed class NodeImages
{
    private readonly ConcurrentDictionary<(string Node, string Image), byte> images = new();

    public bool Has(string node, string image) => images.ContainsKey((node, image));

    public void Add(string node, string image) => images[(node, image)] = 0;

    /// <summary>Removes every image from every node, as garbage collection or new nodes do.</summary>
    public void Clear() => images.Clear();
}
