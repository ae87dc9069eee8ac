using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Carries edits out on the texts of files; edits of the same file build on each other.</summary>
internal sealed class FileEdits(SourceFiles files)
{
    private readonly SortedDictionary<string, (string Before, YamlFile After)> _changed = new(StringComparer.Ordinal);
    private readonly List<(string File, string Text)> _descriptions = [];

    /// <summary>The changed files as they are now.</summary>
    public IEnumerable<KeyValuePair<string, YamlFile>> Changed => _changed.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.After));

    /// <summary>Adds a line to what is said about a file.</summary>
    public void Describe(string file, string text) => _descriptions.Add((file, VisibleText.Of($"{file}: {text}")));

    /// <summary>Adds a line to what is said about the first changed file.</summary>
    public void DescribeAlso(string text)
    {
        if (_changed.Keys.FirstOrDefault() is { } file)
        {
            Describe(file, text);
        }
    }

    /// <summary>Carries one edit out.</summary>
    /// <exception cref="SourceRefusedException">It cannot be made without guessing.</exception>
    public async Task ApplyAsync(ImageEdit edit, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(edit.Place.File, cancellationToken);
        var (result, text) = edit.Place switch
        {
            ImagePlace.Field field => SetField(file, field, edit),
            ImagePlace.InlineField field => SetInlineField(file, field, edit),
            ImagePlace.Setting setting => (YamlEditor.Set(file, 0, setting.Path, YamlValue.String(edit.SettingText(setting.Text))), $"{setting.Path}: {setting.Text} → {edit.SettingText(setting.Text)}"),
            ImagePlace.ImagesEntry entry => SetEntry(file, entry, edit),
            ImagePlace.NewImagesEntry entry => AddEntry(file, entry, edit),
            _ => throw new InvalidOperationException($"An image cannot be edited at {edit.Place}."),
        };
        Keep(edit.Place.File, file, result);
        Describe(edit.Place.File, text);
    }

    /// <summary>Carries one edit of a field out.</summary>
    /// <exception cref="SourceRefusedException">It cannot be made without guessing.</exception>
    public async Task ApplyAsync(FieldPlan plan, CancellationToken cancellationToken)
    {
        switch (plan.Place)
        {
            case FieldPlanPlace.InLayer { Layer: { } layer }:
                var file = await ReadAsync(layer.Place.File, cancellationToken);
                Keep(layer.Place.File, file, Write(file, layer, plan.Edit));
                break;
            case FieldPlanPlace.NewPatch patch:
                var text = _changed.TryGetValue(patch.File, out var known) ? known.After : await AddPatchAsync(plan.Object, patch, cancellationToken);
                Keep(patch.File, text, FieldWriter.Write(text, 0, YamlPath.Root, plan.Edit));
                break;
            case FieldPlanPlace.NewReplicas { Name: var name } place:
                var kustomization = await ReadAsync(place.File, cancellationToken);
                Keep(place.File, kustomization, AddItem(kustomization, "replicas", new JsonObject { ["name"] = name, ["count"] = ((FieldEdit.Set)plan.Edit).Value.DeepClone() }));
                break;
            default:
                throw new InvalidOperationException($"A field cannot be edited at {plan.Place}.");
        }

        Describe(plan.Place.File, plan.Text);
    }

    /// <summary>Carries one edit of a chart's values out.</summary>
    /// <exception cref="SourceRefusedException">It cannot be made without guessing.</exception>
    public async Task ApplyAsync(ValueChange place, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(place.File, cancellationToken);
        var text = place.Layer.Text;
        var layer = place.Layer with { Text = text with { Content = text.Place is ImagePlace.InlineField inline ? YamlFile.Parse(((YamlScalar)YamlLocator.Find(file, inline.Outer, inline.Patch, allUses: false)).Value) : file } };
        Keep(place.File, file, Write(file, layer.Text, layer.Translate(place.Edit)));
        Describe(place.File, place.Text);
    }

    /// <summary>The changed files, whole, with what changes in each.</summary>
    public ImmutableArray<FileChange> ToChanges() =>
    [
        .. _changed
            .Where(pair => pair.Value.Before != pair.Value.After.Text)
            .Select(pair => new FileChange(
                pair.Key, pair.Value.Before, pair.Value.After.Text,
                [.. _descriptions.Where(description => description.File == pair.Key).Select(description => description.Text).Distinct()])
            {
                IsNew = !files.HasFile(pair.Key),
            }),
    ];

    private async Task<YamlFile> ReadAsync(string path, CancellationToken cancellationToken) =>
        _changed.TryGetValue(path, out var known) ? known.After : await files.ReadAsync(path, cancellationToken);

    private void Keep(string path, YamlFile before, YamlEditResult result)
    {
        if (!result.IsMade)
        {
            throw new SourceRefusedException($"{path} was not changed because {result.Refusal}; make the change by hand.");
        }

        _changed[path] = (_changed.TryGetValue(path, out var known) ? known.Before : before.Text, result.File);
    }

    // A new patch says which object it is for, and the kustomization names it.
    private async Task<YamlFile> AddPatchAsync(SourceObject item, FieldPlanPlace.NewPatch place, CancellationToken cancellationToken)
    {
        var kustomization = await ReadAsync(place.Kustomization, cancellationToken);
        var name = place.File[(RepositoryPath.Folder(place.File) is { Length: > 0 } folder ? folder.Length + 1 : 0)..];
        Keep(place.Kustomization, kustomization, AddItem(kustomization, place.List, place.List == "patches" ? new JsonObject { ["path"] = name } : JsonValue.Create(name)));
        Describe(place.Kustomization, $"{place.List}: added {name}");
        var space = item.Declared.Namespace is { Length: > 0 } own ? $"  namespace: {own}\n" : "";
        var patch = YamlFile.Parse($"apiVersion: {item.Declared.ApiVersion}\nkind: {item.Declared.Kind}\nmetadata:\n  name: {item.Declared.Name}\n{space}");
        _changed[place.File] = ("", patch);
        return patch;
    }

    private static YamlEditResult Write(YamlFile file, SourceLayer layer, FieldEdit edit)
    {
        var (document, way) = layer.Root;
        if (layer.Place is ImagePlace.InlineField { Patch: var patch, Outer: var within })
        {
            var outer = (YamlScalar)YamlLocator.Find(file, within, patch, allUses: false);
            var inner = Write(YamlFile.Parse(outer.Value), layer, document, way, edit);
            return inner.IsMade ? YamlEditor.Set(file, within, patch, YamlValue.String(inner.File.Text)) : inner;
        }

        return Write(file, layer, document, way, edit);
    }

    // An operation of a JSON patch, or an entry of a kustomization, holds the value itself.
    private static YamlEditResult Write(YamlFile file, SourceLayer layer, int document, YamlPath way, FieldEdit edit) =>
        layer.Pointer is null && layer.Sets is null ? FieldWriter.Write(file, document, way, edit)
        : edit is FieldEdit.Set { Value: JsonValue value } ? YamlEditor.Set(file, document, way, YamlValue.FromJson(JsonSerializer.SerializeToElement(value)))
        : new YamlEditResult(null, $"{layer.Where} holds {edit.Path} as a whole", null);

    private static YamlEditResult AddItem(YamlFile file, string list, JsonNode item) => (file.Documents[0] as YamlMapping)?[list] is null
        ? YamlEditor.AddKey(file, 0, YamlPath.Root, list, new JsonArray(item))
        : YamlEditor.Append(file, 0, YamlPath.Root.Key(list), item);

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

    private static (YamlEditResult Result, string Text) SetEntry(YamlFile file, ImagePlace.ImagesEntry entry, ImageEdit edit)
    {
        var path = YamlPath.Root.Key("images").Index(entry.Index);
        var texts = new List<string>();
        var result = new YamlEditResult(file, null, null);
        foreach (var (key, value) in edit.EntryKeys)
        {
            if (!result.IsMade)
            {
                break;
            }

            var old = new YamlView(result.File).Text(YamlLocator.Find(result.File, 0, path, allUses: false), key);
            var text = old is not null ? $"{path}.{key}: {old} → {value ?? "removed"}"
                : key == "newName" ? $"{path}: {KustomizeImageName.Parse(edit.From).Name} → {value}"
                : $"{path}.{key}: not set → {value}";
            if (old is null && value is null)
            {
                continue;
            }

            result = old is null ? YamlEditor.AddKey(result.File, 0, path, key, value)
                : value is null ? YamlEditor.Remove(result.File, 0, path.Key(key))
                : YamlEditor.Set(result.File, 0, path.Key(key), YamlValue.String(value));
            texts.Add(text);
        }

        return (result, string.Join(", ", texts));
    }

    private static (YamlEditResult Result, string Text) AddEntry(YamlFile file, ImagePlace.NewImagesEntry place, ImageEdit edit)
    {
        var entry = new JsonObject { ["name"] = place.Name };
        foreach (var (key, value) in edit.EntryKeys.Where(pair => pair.Value is not null))
        {
            entry[key] = value;
        }

        return (AddItem(file, "images", entry), $"images: {place.Name} → {(edit.EntryKeys.Any(pair => pair.Key != "newName") ? edit.To : edit.To.Name)}");
    }

    private static string InDocument(YamlFile file, int document) => file.Documents.Length > 1 ? $" (document {document + 1})" : "";
}
