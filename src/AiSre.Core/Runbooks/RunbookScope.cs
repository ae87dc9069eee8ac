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

    /// <summary>Labels of the workload, each with the values that it may have.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Glob>> Labels { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<Glob>>.Empty;

    /// <summary>Whether it leaves nothing out: no part is given, or every part matches everything.</summary>
    public bool IsEverywhere => Patterns().All(globs => globs.IsEmpty || globs.Any(glob => glob.IsEverything));

    /// <summary>In words: <c>clusters prod-*, namespaces shop</c>; <c>everywhere</c> when no part is given.</summary>
    public string Summary
    {
        get
        {
            var parts = new[] { ("clusters", Clusters), ("namespaces", Namespaces), ("applications", Applications) }
                .Concat(Labels.Select(label => ($"label {label.Key}", label.Value)))
                .Where(part => !part.Item2.IsEmpty)
                .Select(part => $"{part.Item1} {string.Join(" or ", part.Item2)}");
            return string.Join(", ", parts) is { Length: > 0 } words ? words : "everywhere";
        }
    }

    private IEnumerable<ImmutableArray<Glob>> Patterns() => new[] { Clusters, Namespaces, Applications }.Concat(Labels.Values);
}
