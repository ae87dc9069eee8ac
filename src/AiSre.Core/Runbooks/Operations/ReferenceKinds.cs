using System.Collections.Frozen;

namespace AiSre.Runbooks.Operations;

/// <summary>What references can be corrected, and where objects keep them.</summary>
internal static class ReferenceKinds
{
    /// <summary>Objects that are referred to by their name, with the version to ask the cluster for.</summary>
    private static readonly FrozenDictionary<string, string> Objects = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ConfigMap"] = "v1",
        ["Secret"] = "v1",
        ["ServiceAccount"] = "v1",
        ["PersistentVolumeClaim"] = "v1",
        ["Service"] = "v1",
        ["StorageClass"] = "storage.k8s.io/v1",
        ["PriorityClass"] = "scheduling.k8s.io/v1",
        ["IngressClass"] = "networking.k8s.io/v1",
    }.ToFrozenDictionary();

    /// <summary>Parts of objects that are referred to, with the kind of the object.</summary>
    private static readonly FrozenDictionary<string, string> Parts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ConfigMapKey"] = "ConfigMap",
        ["SecretKey"] = "Secret",
        ["ServicePort"] = "Service",
    }.ToFrozenDictionary();

    /// <summary>All of them as runbooks name them.</summary>
    public static string[] All { get; } =
        ["ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim", "Service", "StorageClass", "PriorityClass", "IngressClass", .. Parts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The version of a kind that is referred to by name.</summary>
    public static string VersionOf(string kind) => Objects[kind];

    /// <summary>The kind of the object that a part belongs to; null when no part is meant.</summary>
    public static string? HolderOf(string part) => Parts.GetValueOrDefault(part);

    /// <summary>Whether a field holds the name of an object of a kind.</summary>
    public static bool IsName(string kind, string[] steps) => (kind, steps) switch
    {
        ("ConfigMap", [.., "configMapKeyRef" or "configMapRef" or "configMap", "name"]) => true,
        ("Secret", [.., "secretKeyRef" or "secretRef" or "secret", "name"] or [.., "secret", "secretName"]) => true,
        ("ServiceAccount", [.., "serviceAccountName"]) => true,
        ("PersistentVolumeClaim", [.., "persistentVolumeClaim", "claimName"]) => true,
        ("Service", [.., "backend" or "defaultBackend", "service", "name"] or [.., "backendRefs", _, "name"] or ["spec", "serviceName"]) => true,
        ("StorageClass", [.., "storageClassName"]) => true,
        ("PriorityClass", [.., "priorityClassName"]) => true,
        ("IngressClass", ["spec", "ingressClassName"] or ["metadata", "annotations", "kubernetes.io/ingress.class"]) => true,
        _ => false,
    };

    /// <summary>Where the object stands that a field names a part of, seen from the field; null when the field names none. Empty steps: the object itself.</summary>
    public static string[]? HolderPath(string part, string[] steps) => (part, steps) switch
    {
        ("ConfigMapKey", [.. var way, "configMapKeyRef", "key"]) => [.. way, "configMapKeyRef", "name"],
        ("ConfigMapKey", [.. var way, "configMap", "items", _, "key"]) => [.. way, "configMap", "name"],
        ("SecretKey", [.. var way, "secretKeyRef", "key"]) => [.. way, "secretKeyRef", "name"],
        ("SecretKey", [.. var way, "sources", var source, "secret", "items", _, "key"]) => [.. way, "sources", source, "secret", "name"],
        ("SecretKey", [.. var way, "secret", "items", _, "key"]) => [.. way, "secret", "secretName"],
        ("ServicePort", [.. var way, "backend" or "defaultBackend", "service", "port", "name" or "number"]) => [.. way, steps[^4], "service", "name"],
        ("ServicePort", [.. var way, "backendRefs", var backend, "port"]) => [.. way, "backendRefs", backend, "name"],
        ("ServicePort", ["spec", "ports", _, "targetPort"]) => [],
        _ => null,
    };
}
