using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Sources;

/// <summary>An object as an application's source declares it, followed through the source's transformations.</summary>
internal sealed class SourceObject(ObjectRef declared, string file, List<SourceImage> images)
{
    /// <summary>As the manifest has it.</summary>
    public ObjectRef Declared { get; } = declared;

    /// <summary>The manifest.</summary>
    public string File { get; } = file;

    /// <summary>The name so far.</summary>
    public string Name { get; set; } = declared.Name;

    /// <summary>The namespace so far; null where the source says none, and the application's destination decides.</summary>
    public string? Namespace { get; set; } = declared.Namespace;

    /// <summary>The images of its containers; patches may add containers.</summary>
    public List<SourceImage> Images { get; } = images;

    /// <summary>The texts that make it what it is, in the order in which they apply; the manifest first.</summary>
    public List<SourceLayer> Layers { get; } = [];

    /// <summary>Whether this is the live object.</summary>
    public bool Is(ObjectRef live) =>
        Declared.Kind == live.Kind && Declared.Group == live.Group && Name == live.Name
        && (string.IsNullOrEmpty(Namespace) || Namespace == live.Namespace);
}

/// <summary>The image of one container, and where it comes from.</summary>
internal sealed class SourceImage(string container, bool isInit, int index, string value, ImagePlace place)
{
    public string Container { get; } = container;

    public bool IsInit { get; } = isInit;

    /// <summary>The container's place in its list.</summary>
    public int Index { get; } = index;

    /// <summary>The reference so far.</summary>
    public string Value { get; set; } = value;

    /// <summary>Where it can be edited.</summary>
    public ImagePlace Place { get; set; } = place;

    /// <summary>Why the source cannot be followed for this image, as a sentence; null when it can.</summary>
    public string? Unclear { get; set; }
}
