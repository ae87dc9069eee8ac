using System.Collections.Immutable;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Charts;

/// <summary>A Helm chart as its folder has it.</summary>
/// <param name="Folder">Where it lies, from the repository's root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="AppVersion">The version of what it installs; empty when it says none.</param>
internal sealed record Chart(string Folder, string Name, string Version, string AppVersion)
{
    /// <summary>A library renders nothing itself; others use its named templates.</summary>
    public bool IsLibrary { get; init; }

    /// <summary>Its own values; null when it has none.</summary>
    public SourceLayer? Values { get; init; }

    /// <summary>What else <c>Chart.yaml</c> says of it, by its key.</summary>
    public MapValue About { get; init; } = new();

    public ImmutableArray<ChartTemplate> Templates { get; init; } = [];

    public ImmutableArray<Subchart> Subcharts { get; init; } = [];

    /// <summary>The texts of its other files by their path from its folder; empty where no template reads any.</summary>
    public ImmutableDictionary<string, string> Files { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Parts of it that could not be read, for messages.</summary>
    public ImmutableArray<string> NotRead { get; init; } = [];
}

/// <summary>One file of a chart's templates.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Parsed">The template; null when it is none.</param>
/// <param name="Problem">Why it is none, as the middle of a sentence; null when it is one.</param>
internal sealed record ChartTemplate(string Path, ParsedTemplate? Parsed, string? Problem)
{
    /// <summary>Whether it prints objects, rather than only naming templates for others.</summary>
    public bool IsRendered => !FileName.StartsWith('_') && !FileName.EndsWith(".txt", StringComparison.Ordinal);

    private string FileName => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A chart within a chart.</summary>
/// <param name="Key">The key of its values among those of its parent: its alias, or its name.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Condition">Paths of values, with commas between, of which the first that is there turns it on or off; empty for always on.</param>
/// <param name="Tags">Tags that may turn it off.</param>
internal sealed record Subchart(string Key, Chart Chart, string Condition, ImmutableArray<string> Tags);
