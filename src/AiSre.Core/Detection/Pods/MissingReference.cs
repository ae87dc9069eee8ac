using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>An object, or a key in it, that a pod names and that is not there, as the kubelet and the controllers put it.</summary>
/// <param name="Code">Which kind of thing is missing.</param>
/// <param name="Object">The object that is missing, or that lacks the key.</param>
/// <param name="Key">The key; null when the object itself is missing.</param>
/// <remarks>
/// Wordings: pkg/kubelet/kuberuntime (CreateContainerConfigError), pkg/volume/configmap, secret and projected (FailedMount), the scheduler's
/// volume binding, and the ServiceAccount admission plugin.
/// </remarks>
internal sealed partial record MissingReference(RootCause Code, ObjectRef Object, string? Key)
{
    /// <summary>Reads a message about a pod; null when it is about something else.</summary>
    /// <param name="message">The words.</param>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="spec">The pod's spec, for messages that name a volume only.</param>
    public static MissingReference? In(string message, string? @namespace, PodSpec spec)
    {
        if (KeyNotFound().Match(message) is { Success: true } key)
        {
            return Of(key.Groups["kind"].Value, @namespace, key.Groups["name"].Value, key.Groups["key"].Value);
        }

        if (NoSuchKey().Match(message) is { Success: true } item)
        {
            var volume = VolumeName().Match(message) is { Success: true } named ? spec.Volumes.FirstOrDefault(one => one.Name == named.Groups["name"].Value) : null;
            var isSecret = item.Groups["kind"].Value.Equals("secret", StringComparison.OrdinalIgnoreCase);
            var name = isSecret
                ? volume?.Secret?.SecretName ?? volume?.Projected?.Sources.Select(source => source.Secret?.Name).FirstOrDefault(one => one is not null)
                : volume?.ConfigMap?.Name ?? volume?.Projected?.Sources.Select(source => source.ConfigMap?.Name).FirstOrDefault(one => one is not null);
            return name is null ? null : Of(isSecret ? "secret" : "configmap", @namespace, name, item.Groups["key"].Value);
        }

        if (NotFound().Match(message) is { Success: true } missing)
        {
            return Of(missing.Groups["kind"].Value, @namespace, missing.Groups["name"].Value, null);
        }

        // The kubelet's caching managers say so of an object that they were told to watch and did not get.
        if (NotRegistered().Match(message) is { Success: true } unregistered)
        {
            var name = unregistered.Groups["name"].Value;
            return Of(PodReferences.Of(spec).Any(reference => reference is { Kind: "Secret" } && reference.Name == name) ? "secret" : "configmap", @namespace, name, null);
        }

        return null;
    }

    private static MissingReference? Of(string kind, string? @namespace, string name, string? key)
    {
        (RootCause Code, RootCause KeyCode, string Kind)? found = kind.ToLowerInvariant().TrimEnd('s') switch
        {
            "configmap" => (RootCause.MissingConfigMap, RootCause.MissingConfigMapKey, "ConfigMap"),
            "secret" => (RootCause.MissingSecret, RootCause.MissingSecretKey, "Secret"),
            "persistentvolumeclaim" => (RootCause.MissingVolumeClaim, RootCause.MissingVolumeClaim, "PersistentVolumeClaim"),
            "serviceaccount" => (RootCause.MissingServiceAccount, RootCause.MissingServiceAccount, "ServiceAccount"),
            _ => null,
        };
        return found is { } known
            ? new(key is null ? known.Code : known.KeyCode, new ObjectRef("v1", known.Kind, @namespace, name), key)
            : null;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"couldn'?t find key (?<key>\S+) in (?<kind>ConfigMap|Secret) (?:[^/\s]+/)?(?<name>[a-z0-9.-]+[a-z0-9])", Options)]
    private static partial Regex KeyNotFound();

    [GeneratedRegex(@"(?:(?<kind>configmap|secret) )?references non-existent (?:(?<kind>config|secret)) key: (?<key>\S+)", Options)]
    private static partial Regex NoSuchKey();

    [GeneratedRegex(@"for volume ""(?<name>[^""]+)""", Options)]
    private static partial Regex VolumeName();

    [GeneratedRegex(@"\b(?<kind>configmaps?|secrets?|persistentvolumeclaims?|serviceaccounts?) ""(?<name>[^""]+)"" (?:is )?not found", Options)]
    private static partial Regex NotFound();

    [GeneratedRegex(@"object ""[^""]*""/""(?<name>[^""]+)"" not registered", Options)]
    private static partial Regex NotRegistered();
}
