using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>What a chart comes to with its values.</summary>
/// <param name="Files">Its templates, rendered.</param>
/// <param name="NotRead">Templates that could not be rendered, with the reason, for messages.</param>
/// <param name="Values">The values in effect.</param>
internal sealed record RenderedChart(ImmutableArray<RenderedFile> Files, ImmutableArray<string> NotRead, MapValue Values)
{
    private readonly Lazy<Dictionary<SourceObject, RenderedFile>> _files = new(() => Files.SelectMany(file => file.Objects.Select(item => (item, file))).ToDictionary(pair => pair.item, pair => pair.file));

    /// <summary>The objects of all templates.</summary>
    public ImmutableArray<SourceObject> Objects { get; } = [.. Files.SelectMany(file => file.Objects)];

    /// <summary>The template that an object comes from.</summary>
    public RenderedFile FileOf(SourceObject item) => _files.Value[item];
}

/// <summary>One template, rendered.</summary>
/// <param name="consulted">Values that it asked for and that are empty.</param>
internal sealed class RenderedFile(string path, TracedText text, YamlFile content, IReadOnlyCollection<FieldPath> consulted)
{
    private readonly int[] _ends = Ends(text);

    public string Path { get; } = path;

    /// <summary>How Helm calls the template: a chart that is used twice has each of its own twice.</summary>
    public string Name { get; init; } = path;

    /// <summary>What the template comes to.</summary>
    public string Text => text.ToString();

    public IReadOnlyCollection<FieldPath> Consulted => consulted;

    /// <summary>The objects in it.</summary>
    public ImmutableArray<SourceObject> Objects { get; } = [.. ManifestReader.Objects(path, content)];

    /// <summary>The parts of the text between two offsets; those at the edges may reach beyond them.</summary>
    public IReadOnlyList<TextPiece> Pieces(int start, int end)
    {
        var first = Array.BinarySearch(_ends, start + 1) is var found && found < 0 ? ~found : found;
        var pieces = new List<TextPiece>();
        for (var index = first; index < _ends.Length && (index == 0 ? 0 : _ends[index - 1]) < Math.Max(end, start + 1); index++)
        {
            pieces.Add(text.Pieces[index]);
        }

        return pieces;
    }

    /// <summary>The parts of a node, cut off at its edges.</summary>
    public TracedText Of(YamlNode node) => text.Slice(node.Start, node.End - node.Start);

    private static int[] Ends(TracedText text)
    {
        var end = 0;
        return [.. text.Pieces.Select(piece => end += piece.Text.Length)];
    }
}
