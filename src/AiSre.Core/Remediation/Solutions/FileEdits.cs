using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Solutions;

/// <summary>Carries edits out on the texts of files; edits of the same file build on each other.</summary>
internal sealed class FileEdits(SourceFiles files)
{
    private readonly SortedDictionary<string, (YamlFile Before, YamlFile After)> _changed = new(StringComparer.Ordinal);
    private readonly List<(string File, string Text)> _descriptions = [];

    /// <summary>The changed files as they are now.</summary>
    public IEnumerable<KeyValuePair<string, YamlFile>> Changed => _changed.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.After));

    /// <summary>Adds a line to what is said about a file.</summary>
    public void Describe(string file, string text) => _descriptions.Add((file, $"{file}: {text}"));

    /// <summary>Carries one edit out.</summary>
    /// <exception cref="SourceRefusedException">It cannot be made without guessing.</exception>
    public async Task ApplyAsync(ImageEdit edit, CancellationToken cancellationToken)
    {
        var file = _changed.TryGetValue(edit.Place.File, out var known)
            ? known.After
            : await files.ReadAsync(edit.Place.File, cancellationToken);
        var (result, text) = edit.Place switch
        {
            ImagePlace.Field field => SetField(file, field, edit),
            ImagePlace.InlineField field => SetInlineField(file, field, edit),
            ImagePlace.ImagesEntry entry => SetNewName(file, entry, edit),
            ImagePlace.NewImagesEntry entry => AddEntry(file, entry, edit),
            _ => throw new InvalidOperationException($"An image cannot be edited at {edit.Place}."),
        };
        if (!result.IsMade)
        {
            throw new SourceRefusedException($"{edit.Place.File} was not changed because {result.Refusal}; make the change by hand.");
        }

        _changed[edit.Place.File] = (known.Before ?? file, result.File);
        Describe(edit.Place.File, text);
    }

    /// <summary>The changed files, whole, with what changes in each.</summary>
    public ImmutableArray<FileChange> ToChanges() =>
    [
        .. _changed
            .Where(pair => pair.Value.Before.Text != pair.Value.After.Text)
            .Select(pair => new FileChange(
                pair.Key, pair.Value.Before.Text, pair.Value.After.Text,
                [.. _descriptions.Where(description => description.File == pair.Key).Select(description => description.Text).Distinct()])),
    ];

    private static (YamlEditResult Result, string Text) SetField(YamlFile file, ImagePlace.Field field, ImageEdit edit) =>
        (YamlEditor.Set(file, field.Document, field.Path, YamlValue.String(edit.To.ToString())),
            $"{field.Path}{InDocument(file, field.Document)}: {edit.From} → {edit.To}");

    private static (YamlEditResult Result, string Text) SetInlineField(YamlFile file, ImagePlace.InlineField field, ImageEdit edit)
    {
        var outer = (YamlScalar)YamlLocator.Find(file, 0, field.Patch, allUses: false);
        var inner = YamlEditor.Set(YamlFile.Parse(outer.Value), field.Document, field.Path, YamlValue.String(edit.To.ToString()));
        return (
            inner.IsMade ? YamlEditor.Set(file, 0, field.Patch, YamlValue.String(inner.File.Text)) : inner,
            $"{field.Path} of the patch at {field.Patch}: {edit.From} → {edit.To}");
    }

    private static (YamlEditResult Result, string Text) SetNewName(YamlFile file, ImagePlace.ImagesEntry entry, ImageEdit edit)
    {
        var path = YamlPath.Root.Key("images").Index(entry.Index);
        return entry.NewName is { } old
            ? (YamlEditor.Set(file, 0, path.Key("newName"), YamlValue.String(edit.To.Name)), $"{path}.newName: {old} → {edit.To.Name}")
            : (YamlEditor.AddKey(file, 0, path, "newName", edit.To.Name), $"{path}: {KustomizeImageName.Parse(edit.From).Name} → {edit.To.Name}");
    }

    private static (YamlEditResult Result, string Text) AddEntry(YamlFile file, ImagePlace.NewImagesEntry place, ImageEdit edit)
    {
        var entry = new JsonObject { ["name"] = place.Name, ["newName"] = edit.To.Name };
        var images = (file.Documents[0] as YamlMapping)?["images"];
        return (
            images is null
                ? YamlEditor.AddKey(file, 0, YamlPath.Root, "images", new JsonArray(entry))
                : YamlEditor.Append(file, 0, YamlPath.Root.Key("images"), entry),
            $"images: {place.Name} → {edit.To.Name}");
    }

    private static string InDocument(YamlFile file, int document) => file.Documents.Length > 1 ? $" (document {document + 1})" : "";
}
