using System.Collections.Immutable;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Applications;

/// <summary>What one source of an application declares.</summary>
/// <param name="Listing">Its objects.</param>
/// <param name="Repository">Where they stand.</param>
internal sealed record DeclaredSource(SourceListing Listing, SourceRepository Repository)
{
    /// <summary>The chart, or the ApplicationSet that generates its objects; null when it is neither.</summary>
    public ValueSource? Chart { get; init; }

    /// <summary>What that renders to.</summary>
    public RenderedChart? Rendered { get; init; }
}

/// <summary>What an application declares.</summary>
/// <param name="Scene">The application.</param>
/// <param name="Sources">Its sources that could be followed.</param>
/// <param name="Refusals">Why others could not, each a sentence.</param>
internal sealed record DeclaredApplication(ApplicationScene Scene, ImmutableArray<DeclaredSource> Sources, ImmutableArray<string> Refusals)
{
    /// <summary>Where Git declares the application itself; null where that was not needed, or is not known.</summary>
    public ApplicationDeclaration? Declaration { get; init; }

    /// <summary>Why it is not known, as a clause.</summary>
    public string WhyNotDeclared { get; init; } = "";

    /// <summary>Whether it is no application of the cluster, but what an ApplicationSet generates.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>The objects of all sources.</summary>
    public ImmutableArray<SourceObject> Objects { get; } = [.. Sources.SelectMany(source => source.Listing.Objects)];

    /// <summary>The source that declares an object.</summary>
    public DeclaredSource SourceOf(SourceObject item) => Sources.First(source => source.Listing.Objects.Contains(item));
}
