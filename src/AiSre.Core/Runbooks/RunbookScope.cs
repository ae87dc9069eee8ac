using System.Collections.Immutable;

namespace AiSre.Runbooks;

/// <summary>Where a runbook applies. A part without patterns applies everywhere.</summary>
public sealed record RunbookScope
{
    public static RunbookScope Everywhere { get; } = new();

    /// <summary>Names of clusters.</summary>
    public ImmutableArray<Glob> Clusters { get; init; } = [];

    public ImmutableArray<Glob> Namespaces { get; init; } = [];

    /// <summary>Argo CD applications, as <c>namespace/name</c> or by their name alone.</summary>
    public ImmutableArray<Glob> Applications { get; init; } = [];
}
