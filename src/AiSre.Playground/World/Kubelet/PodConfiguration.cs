using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World.Kubelet;

/// <summary>What a pod takes from ConfigMaps and Secrets, and what is missing of it, in the kubelet's words.</summary>
internal static class PodConfiguration
{
    /// <returns>Why the container cannot be configured; null when it can.</returns>
    public static string? MissingFor(JsonObject container, string @namespace, ClusterStore store) =>
        container.Items("envFrom").Select(source => Whole(source, @namespace, store))
            .Concat(container.Items("env").Select(variable => OneKey(variable.Child("valueFrom"), @namespace, store)))
            .FirstOrDefault(missing => missing is not null);

    /// <returns>Why a volume cannot be mounted, and its name; null when all can.</returns>
    public static (string Volume, string Why)? MissingVolume(JsonObject spec, string @namespace, ClusterStore store)
    {
        foreach (var volume in spec.Items("volumes"))
        {
            var why = volume.Child("configMap") is { } map ? Source(map, map.Text("name"), KnownKinds.ConfigMap, @namespace, store)
                : volume.Child("secret") is { } secret ? Source(secret, secret.Text("secretName"), KnownKinds.Secret, @namespace, store)
                : null;
            if (why is not null)
            {
                return (volume.Text("name")!, why);
            }
        }

        return null;
    }

    /// <summary>The names of the environment variables that the container has.</summary>
    public static HashSet<string> Environment(JsonObject container, string @namespace, ClusterStore store)
    {
        var names = container.Items("env").Select(variable => variable.Text("name")!).ToHashSet(StringComparer.Ordinal);
        foreach (var source in container.Items("envFrom"))
        {
            var obj = source.Text("configMapRef", "name") is { } map ? store.Find(KnownKinds.ConfigMap, @namespace, map)
                : source.Text("secretRef", "name") is { } secret ? store.Find(KnownKinds.Secret, @namespace, secret)
                : null;
            names.UnionWith(obj?.ToJson().Map("data").Select(pair => source.Text("prefix") + pair.Key) ?? []);
        }

        return names;
    }

    /// <summary>Whether a pod brings a login for a registry.</summary>
    public static bool HasLogin(JsonObject spec, string registry, string @namespace, ClusterStore store) => spec.Items("imagePullSecrets")
        .Select(reference => store.Find(KnownKinds.Secret, @namespace, reference.Text("name") ?? ""))
        .Any(secret => secret is not null && LoginsOf(secret.ToJson()).Any(host => host == registry || host.StartsWith($"https://{registry}", StringComparison.Ordinal)));

    private static List<string> LoginsOf(JsonObject secret)
    {
        if (secret.Text("data", ".dockerconfigjson") is not { } encoded)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(Convert.FromBase64String(encoded)).Child("auths")?.Select(pair => pair.Key).ToList() ?? [];
        }
        catch (Exception error) when (error is FormatException or System.Text.Json.JsonException)
        {
            // The kubelet goes on without a login it cannot read, and the registry refuses.
            return [];
        }
    }

    private static string? Whole(JsonObject source, string @namespace, ClusterStore store) =>
        Find(source.Child("configMapRef"), source.Text("configMapRef", "name"), KnownKinds.ConfigMap, @namespace, store).Missing
        ?? Find(source.Child("secretRef"), source.Text("secretRef", "name"), KnownKinds.Secret, @namespace, store).Missing;

    private static string? OneKey(JsonObject? from, string @namespace, ClusterStore store) =>
        Key(from.Child("configMapKeyRef"), KnownKinds.ConfigMap, @namespace, store) ?? Key(from.Child("secretKeyRef"), KnownKinds.Secret, @namespace, store);

    private static string? Key(JsonObject? reference, KindDefinition kind, string @namespace, ClusterStore store)
    {
        var (missing, obj) = Find(reference, reference.Text("name"), kind, @namespace, store);
        return missing is not null || obj is null || reference.Flag("optional") || Keys(obj).Contains(reference.Text("key"))
            ? missing
            : $"couldn't find key {reference.Text("key")} in {kind.Kind} {@namespace}/{reference.Text("name")}";
    }

    private static string? Source(JsonObject source, string? name, KindDefinition kind, string @namespace, ClusterStore store)
    {
        var (missing, obj) = Find(source, name, kind, @namespace, store);
        if (missing is not null || obj is null || source.Flag("optional"))
        {
            return missing;
        }

        return source.Items("items").Any(item => !Keys(obj).Contains(item.Text("key")))
            ? $"{(kind == KnownKinds.ConfigMap ? "configmap" : "secret")} references non-existent config key: {source.Items("items").First(item => !Keys(obj).Contains(item.Text("key"))).Text("key")}"
            : null;
    }

    private static (string? Missing, JsonObject? Found) Find(JsonObject? reference, string? name, KindDefinition kind, string @namespace, ClusterStore store)
    {
        if (reference is null || name is null)
        {
            return default;
        }

        var found = store.Find(kind, @namespace, name)?.ToJson();
        return found is null && !reference.Flag("optional")
            ? ($"{(kind == KnownKinds.ConfigMap ? "configmap" : "secret")} \"{name}\" not found", null)
            : (null, found);
    }

    private static IEnumerable<string?> Keys(JsonObject obj) => obj.Map("data").Concat(obj.Map("binaryData")).Select(pair => pair.Key);
}
