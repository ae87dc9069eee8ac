using System.Collections.Concurrent;

namespace AiSre.Playground.Kubernetes.Kinds;

/// <summary>Every resource the API serves now; a resource that is not here answers 404, as one whose definition was never installed does.</summary>
public sealed class KindCatalogue
{
    private readonly ConcurrentDictionary<(string Group, string Version, string Plural), KindDefinition> byPlural = new();
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), KindDefinition> byKind = new();

    public KindCatalogue(IEnumerable<KindDefinition> kinds)
    {
        foreach (var kind in kinds)
        {
            Add(kind);
        }
    }

    /// <summary>All resources, in group, version and name order.</summary>
    public IEnumerable<KindDefinition> All => byPlural.Values
        .OrderBy(kind => kind.Group, StringComparer.Ordinal).ThenBy(kind => kind.Version, StringComparer.Ordinal).ThenBy(kind => kind.Plural, StringComparer.Ordinal);

    public void Add(KindDefinition kind)
    {
        byPlural[(kind.Group, kind.Version, kind.Plural)] = kind;
        byKind[(kind.ApiVersion, kind.Kind)] = kind;
    }

    /// <summary>Takes a resource away, as on a cluster where its definition is not installed.</summary>
    public void Remove(KindDefinition kind)
    {
        byPlural.TryRemove((kind.Group, kind.Version, kind.Plural), out _);
        byKind.TryRemove((kind.ApiVersion, kind.Kind), out _);
    }

    public KindDefinition? Find(string group, string version, string plural) => byPlural.GetValueOrDefault((group, version, plural));

    public KindDefinition? Find(string apiVersion, string kind) => byKind.GetValueOrDefault((apiVersion, kind));
}
