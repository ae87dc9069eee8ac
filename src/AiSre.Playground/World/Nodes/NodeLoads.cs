using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World.Nodes;

/// <summary>What the pods on each node have asked for, kept up from the changes of pods so that nobody counts them all.</summary>
internal sealed class NodeLoads
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Node, Load Load)> byPod = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Load> byNode = new(StringComparer.Ordinal);

    public Load Of(string node)
    {
        lock (gate)
        {
            return byNode.GetValueOrDefault(node);
        }
    }

    public void Observe(Change change)
    {
        var pod = change.Object;
        lock (gate)
        {
            if (change.Type == ChangeType.Deleted)
            {
                Forget(pod.Uid);
            }
            else if (!byPod.ContainsKey(pod.Uid))
            {
                var json = pod.ToJson();
                if (json.Text("spec", "nodeName") is { } node)
                {
                    Add(pod.Uid, node, Load.Of(json));
                }
            }
        }
    }

    /// <summary>Counts a pod that was just assigned, before its change comes by.</summary>
    public void Assign(string uid, string node, Load load)
    {
        lock (gate)
        {
            if (!byPod.ContainsKey(uid))
            {
                Add(uid, node, load);
            }
        }
    }

    private void Add(string uid, string node, Load load)
    {
        byPod[uid] = (node, load);
        byNode[node] = byNode.GetValueOrDefault(node).Plus(load, 1);
    }

    private void Forget(string uid)
    {
        if (byPod.Remove(uid, out var pod))
        {
            byNode[pod.Node] = byNode[pod.Node].Plus(pod.Load, -1);
        }
    }
}

/// <summary>Pods, cores and bytes.</summary>
internal readonly record struct Load(int Pods, decimal Cpu, decimal Memory)
{
    /// <summary>What one pod asks for: the sum over its containers.</summary>
    public static Load Of(JsonObject pod) => new(1, Sum(pod, "cpu"), Sum(pod, "memory"));

    public Load Plus(Load other, int sign) => new(Pods + sign * other.Pods, Cpu + sign * other.Cpu, Memory + sign * other.Memory);

    private static decimal Sum(JsonObject pod, string resource) => pod.Items("spec", "containers")
        .Select(container => container.Text("resources", "requests", resource) ?? container.Text("resources", "limits", resource))
        .Sum(text => text is not null && Quantity.TryParse(text, out var value) ? value : 0);
}
