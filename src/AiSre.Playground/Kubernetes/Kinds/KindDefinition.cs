using System.Collections.Immutable;

namespace AiSre.Playground.Kubernetes.Kinds;

/// <summary>One resource the API serves.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Kind">The kind, such as <c>Pod</c>.</param>
/// <param name="Plural">The resource name in addresses, such as <c>pods</c>.</param>
public sealed record KindDefinition(string Group, string Version, string Kind, string Plural)
{
    public bool IsNamespaced { get; init; } = true;

    /// <summary>Whether <c>/status</c> is written apart, so that writes of the object leave the status alone and writes of the status the rest.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Whether the server counts changes of the spec in <c>metadata.generation</c>.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Defined by a CustomResourceDefinition: no defaults, and list items that carry their kind.</summary>
    public bool IsCustom { get; init; }

    public ImmutableArray<string> ShortNames { get; init; } = [];

    /// <summary>The field paths, beside <c>metadata.name</c> and <c>metadata.namespace</c>, that a field selector may use.</summary>
    public ImmutableArray<string> SelectableFields { get; init; } = [];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>deployments.apps</c>, or <c>pods</c> in the core group: how messages name the resource.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary><c>Deployment.apps</c>, or <c>Pod</c> in the core group: how validation messages name the kind.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public override string ToString() => QualifiedPlural;
}
