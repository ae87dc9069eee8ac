using System.Collections.Immutable;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Solutions;

/// <summary>What one source of an application declares.</summary>
/// <param name="Listing">Its objects.</param>
/// <param name="Repository">Where they stand.</param>
internal sealed record DeclaredSource(SourceListing Listing, SourceRepository Repository)
{
    /// <summary>The chart; null when it is none.</summary>
    public ChartSource? Chart { get; init; }

    /// <summary>The chart, rendered; null when it is none.</summary>
    public RenderedChart? Rendered { get; init; }
}

/// <summary>What an application declares.</summary>
/// <param name="Scene">The application.</param>
/// <param name="Sources">Its sources that could be followed.</param>
/// <param name="Refusals">Why others could not, each a sentence.</param>
internal sealed record DeclaredApplication(ApplicationScene Scene, ImmutableArray<DeclaredSource> Sources, ImmutableArray<string> Refusals)
{
    /// <summary>The objects of all sources.</summary>
    public ImmutableArray<SourceObject> Objects { get; } = [.. Sources.SelectMany(source => source.Listing.Objects)];

    /// <summary>The source that declares an object.</summary>
    public DeclaredSource SourceOf(SourceObject item) => Sources.First(source => source.Listing.Objects.Contains(item));
}
