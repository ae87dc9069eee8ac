using System.Collections.Frozen;

namespace AiSre.Clusters.Objects.Files;

/// <summary>Which kind a file holds by its name or folder, for items that do not say: older support bundles write <c>pods/shop.json</c> as a bare array.</summary>
internal static class KindNames
{
    private static readonly FrozenDictionary<string, string> Plurals = new Dictionary<string, string>
    {
        ["ingress"] = "ingresses",
        ["pvcs"] = "persistentvolumeclaims",
        ["pvs"] = "persistentvolumes",
        ["networkpolicy"] = "networkpolicies",
        ["resourcequota"] = "resourcequotas",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ObjectKind> Kinds = ObjectKinds.All.Concat(ObjectKinds.FilesOnly)
        .GroupBy(kind => kind.Plural, StringComparer.Ordinal)
        .Where(group => group.Count() == 1)
        .ToFrozenDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);

    /// <summary>The kind; null when the path names none.</summary>
    public static ObjectKind? Of(string path)
    {
        var parts = path.Split('/');
        return Find(Path.GetFileNameWithoutExtension(parts[^1])) ?? (parts.Length > 1 ? Find(parts[^2]) : null);
    }

    private static ObjectKind? Find(string name)
    {
        var plural = name.Replace("-", "", StringComparison.Ordinal);
        return Kinds.GetValueOrDefault(Plurals.GetValueOrDefault(plural, plural));
    }
}
