using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof;

/// <summary>One object as it is rendered.</summary>
/// <param name="Ref">Its name; with the application's namespace where the manifest names none and the kind has one.</param>
/// <param name="Json">All of it.</param>
internal sealed record RenderedObject(ObjectRef Ref, JsonElement Json)
{
    /// <summary>Kinds without namespaces that no rule reads and applications often have.</summary>
    private static readonly string[] WithoutNamespace = ["PriorityClass", "CustomResourceDefinition", "ClusterRoleBinding", "ClusterIssuer"];

    /// <param name="json">The object.</param>
    /// <param name="space">Where it goes when it does not say; null when that is not known.</param>
    public static RenderedObject Of(JsonElement json, string? space)
    {
        var (version, kind) = (json.Text("apiVersion"), json.Text("kind"));
        var isNamespaced = ObjectKinds.Find(version, kind) is not { IsNamespaced: false } && !WithoutNamespace.Contains(kind);
        var own = json.Text("metadata", "namespace");
        return new RenderedObject(new ObjectRef(version, kind, !isNamespaced ? null : own.Length > 0 ? own : space, json.Text("metadata", "name")), json);
    }

    /// <summary>It as a record, in its namespace; null when it does not have the shape of its kind.</summary>
    public T? As<T>()
        where T : KubeObject =>
        ObjectReader.Read(Json) is T value ? value with { Metadata = value.Metadata with { Namespace = Ref.Namespace } } : null;
}
