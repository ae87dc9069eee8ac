using System.Collections.Immutable;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Places. A part without patterns is everywhere.</summary>
public sealed record GuardrailScope
{
    public static GuardrailScope Everywhere { get; } = new();

    /// <summary>Names of clusters.</summary>
    public Patterns Clusters { get; init; } = Patterns.Empty;

    public Patterns Namespaces { get; init; } = Patterns.Empty;

    /// <summary>Argo CD applications, as <c>namespace/name</c> or by their name alone.</summary>
    public Patterns Applications { get; init; } = Patterns.Empty;

    /// <summary>Names of environments.</summary>
    public Patterns Environments { get; init; } = Patterns.Empty;

    /// <summary>Whether it says nothing.</summary>
    public bool IsEverywhere => Clusters.IsEmpty && Namespaces.IsEmpty && Applications.IsEmpty && Environments.IsEmpty;

    /// <summary>Whether the place is surely one of these: what is not known of a place is not covered.</summary>
    internal bool Covers(LocatedPlace place) =>
        (Clusters.IsEmpty || Clusters.Match(place.Place.Cluster))
        && (Namespaces.IsEmpty || (place.Place.Namespace is { } space && Namespaces.Match(space)))
        && (Applications.IsEmpty || MatchesApplication(place.Place.Application))
        && (Environments.IsEmpty || (place.IsKnown && place.Environments.All(name => Environments.Match(name))));

    /// <summary>Whether the place may be one of these: what is not known of it speaks for that.</summary>
    internal bool MayCover(LocatedPlace place) =>
        (Clusters.IsEmpty || Clusters.Match(place.Place.Cluster))
        && (Namespaces.IsEmpty || place.Place.Namespace is not { } space || Namespaces.Match(space))
        && (Applications.IsEmpty || MatchesApplication(place.Place.Application))
        && (Environments.IsEmpty || !place.IsKnown || place.Environments.Any(name => Environments.Match(name)));

    /// <summary>Whether a place of the application may be one of these, wherever it is deployed.</summary>
    internal bool MayCover(string application) => Applications.IsEmpty || MatchesApplication(application);

    private bool MatchesApplication(string application) =>
        Applications.Match(application) || Applications.Match(application[(application.IndexOf('/', StringComparison.Ordinal) + 1)..]);
}

/// <summary>A place and its environment.</summary>
/// <param name="Place">The place.</param>
/// <param name="Environments">The environments that it is in, or may be.</param>
/// <param name="Criticality">That of the most critical of them.</param>
/// <param name="IsKnown">Whether any environment surely is its; where none is, it counts as the most critical.</param>
internal sealed record LocatedPlace(GuardrailPlace Place, ImmutableArray<string> Environments, Criticality Criticality, bool IsKnown)
{
    public static LocatedPlace Of(GuardrailPlace place, GuardrailFile file)
    {
        var may = file.Environments.Where(one => (one.Clusters.IsEmpty || one.Clusters.Match(place.Cluster))
            && (one.Namespaces.IsEmpty || place.Namespace is null || one.Namespaces.Match(place.Namespace))).ToList();
        var isKnown = may.Exists(one => one.Namespaces.IsEmpty || place.Namespace is not null);
        return new LocatedPlace(place, [.. may.Select(one => one.Name)], isKnown ? may.Max(one => one.Criticality) : Criticality.Critical, isKnown);
    }

    /// <summary>The place for people.</summary>
    public string Name => $"{(Place.Namespace is { } space ? $"namespace {space}" : "what has no namespace")} of cluster {Place.Cluster}";
}
