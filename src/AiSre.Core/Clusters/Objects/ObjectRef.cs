namespace AiSre.Clusters.Objects;

/// <summary>Names one Kubernetes object: <c>apps/v1 Deployment shop/checkout</c>.</summary>
/// <remarks>Two references are equal when API group, kind, namespace and name are; the version of the group does not count.</remarks>
/// <param name="ApiVersion">Group and version as in a manifest, such as <c>v1</c> or <c>apps/v1</c>; empty when not known.</param>
/// <param name="Kind">The kind, such as <c>Deployment</c>.</param>
/// <param name="Namespace">The namespace; null for cluster-scoped objects.</param>
/// <param name="Name">The object's name.</param>
public sealed record ObjectRef(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The API group: <c>apps</c> of <c>apps/v1</c>, empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>How evidence names an object: <c>Deployment/shop/checkout</c>, or <c>Node/worker-1</c> without a namespace.</summary>
    public string Address => string.IsNullOrEmpty(Namespace) ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";

    public bool Equals(ObjectRef? other) =>
        other is not null && Kind == other.Kind && Name == other.Name
        && (Namespace ?? "") == (other.Namespace ?? "") && Group == other.Group;

    public override int GetHashCode() => HashCode.Combine(Kind, Name, Namespace ?? "", Group);

    public override string ToString() => Address;
}
