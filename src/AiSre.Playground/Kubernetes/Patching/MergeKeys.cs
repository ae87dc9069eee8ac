using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Patching;

/// <summary>Which lists of the built-in kinds are merged item by item, and by which member the items are told apart (patchMergeKey in the API types).</summary>
internal static class MergeKeys
{
    /// <returns>The member that identifies an item; null when the list is replaced as a whole.</returns>
    public static string? Of(string list, JsonArray items) => list switch
    {
        "containers" or "initContainers" or "ephemeralContainers" or "env" or "volumes" or "imagePullSecrets" => "name",
        "volumeMounts" => "mountPath",
        "volumeDevices" => "devicePath",
        "hostAliases" => "ip",
        "conditions" => "type",
        "ownerReferences" => "uid",
        "topologySpreadConstraints" => "topologyKey",
        "ports" => items.OfType<JsonObject>().Any(item => item.ContainsKey("containerPort")) ? "containerPort" : "port",
        _ => null,
    };
}
