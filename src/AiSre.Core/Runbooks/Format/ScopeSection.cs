using System.Collections.Immutable;

namespace AiSre.Runbooks.Format;

/// <summary>Reads where something applies: <c>applies-to</c>, the items of <c>mode</c> and of <c>not-when</c>.</summary>
internal static class ScopeSection
{
    /// <summary>Reads the keys about places; others are left to the caller.</summary>
    public static RunbookScope Read(FrontMatterMap map) => new()
    {
        Clusters = Globs(map.Texts("clusters")),
        Namespaces = Globs(map.Texts("namespaces")),
        Applications = Globs(map.Texts("applications")),
        Labels = map.TextLists("labels").ToImmutableSortedDictionary(label => label.Key, label => Globs(label.Value)),
    };

    private static ImmutableArray<Glob> Globs(ImmutableArray<string> patterns) => [.. patterns.Select(pattern => new Glob(pattern))];
}
