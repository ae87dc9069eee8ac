using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What well-known custom resources make, and what they depend on.</summary>
/// <remarks>Fields: external-secrets.io, cert-manager.io, bitnami.com (sealed secrets), fluxcd.io.</remarks>
internal static class CustomReferences
{
    /// <summary>The Secret that the object writes; null when it writes none.</summary>
    public static ObjectRef? Secret(OtherObject value)
    {
        var name = (value.Ref.Group, value.Kind) switch
        {
            ("external-secrets.io", "ExternalSecret") => value.Spec.Text("target", "name") is { Length: > 0 } target ? target : value.Metadata.Name,
            ("cert-manager.io", "Certificate") => value.Spec.Text("secretName"),
            ("bitnami.com", "SealedSecret") => value.Spec.Text("template", "metadata", "name") is { Length: > 0 } sealedName ? sealedName : value.Metadata.Name,
            _ => "",
        };
        return name.Length == 0 ? null : new ObjectRef("v1", "Secret", value.Metadata.Namespace, name);
    }

    /// <summary>Custom resources whose trouble would explain this one's: its store, its issuer, its source, its owner.</summary>
    public static IEnumerable<ObjectRef> Of(OtherObject value, ObjectCache cache)
    {
        JsonElement[] references = [value.Spec.At("secretStoreRef"), value.Spec.At("issuerRef"), value.Spec.At("sourceRef"), value.Spec.At("chart", "spec", "sourceRef"), .. value.Spec.Items("dependsOn")];
        var named = references.Select(reference => (Name: reference.Text("name"), Kind: reference.Text("kind"))).Where(reference => reference.Name.Length > 0).ToHashSet();
        var owner = value.Metadata.Controller;
        return cache.All<OtherObject>()
            .Where(other => other.Ref != value.Ref && (other.Metadata.Namespace is null || other.Metadata.Namespace == value.Metadata.Namespace)
                && (named.Contains((other.Metadata.Name, other.Kind)) || named.Contains((other.Metadata.Name, "")) || (owner?.Kind == other.Kind && owner.Name == other.Metadata.Name)))
            .Select(other => other.Ref);
    }
}
