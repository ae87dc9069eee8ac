using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>One text that makes an object what it is: its manifest, a patch of it, or an entry of a kustomization that sets one field.</summary>
/// <param name="Place">Where the text's root stands.</param>
/// <param name="Content">The file, or the patch that is written in one, parsed.</param>
/// <param name="Where">How messages name it.</param>
internal sealed record SourceLayer(ImagePlace Place, YamlFile Content, string Where)
{
    /// <summary>How many objects it is for; an edit of it would change them all.</summary>
    public int Users { get; init; } = 1;

    /// <summary>Whether it merges into what is there, rather than being the object or one field of it.</summary>
    public bool IsPatch { get; init; }

    /// <summary>For an operation of a JSON patch the names on its path, with indices for items of lists; null for all else.</summary>
    public string[]? Pointer { get; init; }

    /// <summary>What that operation does: <c>add</c>, <c>replace</c>, <c>remove</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The field that an entry of a kustomization sets; null for all else.</summary>
    public FieldPath? Sets { get; init; }

    /// <summary>Why it may or may not hold, as a clause; null when it does.</summary>
    public string? Unclear { get; init; }

    /// <summary>The document's index and the path to the root within it.</summary>
    public (int Document, YamlPath Way) Root => Place switch
    {
        ImagePlace.Field inFile => (inFile.Document, inFile.Path),
        ImagePlace.ApplicationField => (0, YamlPath.Root),
        ImagePlace.InlineField inText => (inText.Document, inText.Path),
        _ => throw new InvalidOperationException($"A text does not begin at {Place}."),
    };

    /// <summary>The root; null when the text has none there.</summary>
    public YamlNode? Node
    {
        get
        {
            var (document, way) = Root;
            var view = new YamlView(Content);
            return way.Segments.Aggregate(
                view.Resolve(Content.Documents.ElementAtOrDefault(document)),
                (node, segment) => segment.Index is { } index ? view.Resolve((node as YamlSequence)?.Items.ElementAtOrDefault(index)) : view.Get(node, segment.Key!));
        }
    }
}
