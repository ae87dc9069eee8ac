using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Deployments;

namespace AiSre.Playground.World.ReplicaSets;

/// <summary>What the Deployment controller reads of a ReplicaSet.</summary>
internal sealed record ReplicaSetView(StoredObject Stored, JsonObject Json)
{
    public string Name => Stored.Name;

    /// <summary>How many pods it is to have.</summary>
    public int Wanted => Json.Number("spec", "replicas") ?? 0;

    /// <summary>How many it has.</summary>
    public int Existing => Json.Number("status", "replicas") ?? 0;

    public int Ready => Json.Number("status", "readyReplicas") ?? 0;

    public int Available => Json.Number("status", "availableReplicas") ?? 0;

    public int Revision =>
        int.TryParse(Json.Text("metadata", "annotations", Annotations.Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    public static ReplicaSetView Of(StoredObject stored) => new(stored, stored.ToJson());
}
