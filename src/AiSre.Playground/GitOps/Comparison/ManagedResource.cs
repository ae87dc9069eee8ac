using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Health;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Comparison;

/// <summary>One resource of an application: as Git wants it, as the cluster has it.</summary>
/// <param name="Kind">Null when the cluster does not know the kind.</param>
/// <param name="Target">The manifest with its marks; null when only the cluster has the object.</param>
/// <param name="Live">Null when only Git has the object.</param>
/// <param name="IsSynced">Whether applying the target would change nothing.</param>
internal sealed record ManagedResource(ResourceKey Key, string ApiVersion, KindDefinition? Kind, JsonObject? Target, StoredObject? Live, bool IsSynced)
{
    public bool NeedsPruning => Target is null;

    /// <summary>The health; null for kinds that have none, such as ConfigMaps.</summary>
    public HealthStatus? Health => Live is null ? new(HealthCode.Missing, null) : ResourceHealth.Of(Live.ToJson());

    /// <summary>The entry in the application's <c>status.resources</c>.</summary>
    /// <param name="isKnown">False when Git could not be read, so that nobody knows what should be.</param>
    public JsonObject ToStatus(bool isKnown)
    {
        var status = new JsonObject();
        if (Key.Group.Length > 0)
        {
            status["group"] = Key.Group;
        }

        if (Health is { } health)
        {
            status["health"] = health.ToJson();
        }

        status["kind"] = Key.Kind;
        status["name"] = Key.Name;
        if (Key.Namespace.Length > 0)
        {
            status["namespace"] = Key.Namespace;
        }

        if (NeedsPruning && isKnown)
        {
            status["requiresPruning"] = true;
        }

        status["status"] = !isKnown ? "Unknown" : IsSynced ? "Synced" : "OutOfSync";
        status["version"] = ApiVersion.Split('/')[^1];
        return status;
    }
}
