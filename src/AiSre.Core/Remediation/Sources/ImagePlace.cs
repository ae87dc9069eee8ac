using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Where in Git the image of a container can be edited.</summary>
/// <param name="File">The file, from the repository's root.</param>
internal abstract record ImagePlace(string File)
{
    /// <summary>A field of a manifest or of a patch.</summary>
    public sealed record Field(string File, int Document, YamlPath Path) : ImagePlace(File);

    /// <summary>A field of YAML that is written as text within a file: of a patch in a kustomization, of the values in an application.</summary>
    public sealed record InlineField(string File, YamlPath Patch, int Document, YamlPath Path) : ImagePlace(File)
    {
        /// <summary>The document of the file that has the text.</summary>
        public int Outer { get; init; }
    }

    /// <summary>A field of the application that Git declares somewhere: what it sets over a kustomization.</summary>
    /// <param name="Path">The field, from the application.</param>
    /// <param name="Text">What it says now.</param>
    public sealed record ApplicationField(FieldPath Path, string Text) : ImagePlace("");

    /// <summary>What a file beside the source sets over a kustomization, as an application does.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Path">The setting in it.</param>
    /// <param name="Text">What it says now.</param>
    public sealed record Setting(string File, YamlPath Path, string Text) : ImagePlace(File);

    /// <summary>An entry of a kustomization's <c>images</c> that is applied to it already.</summary>
    public sealed record ImagesEntry(string File, int Index, string? NewName) : ImagePlace(File);

    /// <summary>An entry to add to a kustomization's <c>images</c>.</summary>
    /// <param name="File">The kustomization.</param>
    /// <param name="Name">The image's name, without tag and digest, as it arrives there.</param>
    public sealed record NewImagesEntry(string File, string Name) : ImagePlace(File);
}

/// <summary>What an application's source declares.</summary>
/// <param name="Objects">The objects, in the order of the source.</param>
/// <param name="NotRead">Parts of the source that could define more objects and were not read, for messages.</param>
/// <param name="Folder">The application's own folder; what lies outside is shared with others.</param>
internal sealed record SourceListing(ImmutableArray<SourceObject> Objects, ImmutableArray<string> NotRead, string Folder)
{
    /// <summary>The application's own kustomization; null for plain manifests.</summary>
    public Kustomization? Overlay { get; init; }
}
