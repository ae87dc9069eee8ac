using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Makes one edit of a field in a text; what is missing on the way to it is added. Pure.</summary>
internal static class FieldWriter
{
    /// <summary>Makes the edit.</summary>
    /// <param name="file">The text.</param>
    /// <param name="document">The document's index, from 0.</param>
    /// <param name="root">Where the object, or the patch of it, stands in the document.</param>
    /// <param name="edit">What is wanted.</param>
    public static YamlEditResult Write(YamlFile file, int document, YamlPath root, FieldEdit edit) => edit switch
    {
        FieldEdit.Set set => Set(file, document, root, set.Path, set.Value),
        FieldEdit.Remove remove => YamlEditor.Remove(file, document, Along(file, document, root, remove.Path).Way),
        FieldEdit.Append append => Along(file, document, root, append.Path) is var walk && walk.Matched == append.Path.Steps.Length
            ? YamlEditor.Append(file, document, walk.Way, append.Item.DeepClone())
            : Set(file, document, root, append.Path, new JsonArray(append.Item.DeepClone())),
        _ => throw new InvalidOperationException($"A field cannot be edited by {edit}."),
    };

    private static YamlEditResult Set(YamlFile file, int document, YamlPath root, FieldPath path, JsonNode value)
    {
        if (file.Documents.All(known => known is null))
        {
            return AddFirst(file, path, value);
        }

        var walk = Along(file, document, root, path);
        if (walk.Matched == path.Steps.Length)
        {
            return value is JsonValue scalar
                ? YamlEditor.Set(file, document, walk.Way, YamlValue.FromJson(JsonSerializer.SerializeToElement(scalar)))
                : new YamlEditResult(null, $"{path} is there already, and only a single value can be set in its place", walk.Line);
        }

        // A list takes the whole item, a mapping the rest of the way as one new key.
        var step = path.Steps[walk.Matched];
        return walk.Node is YamlSequence
            ? Item(path, walk.Matched, value) is { } item
                ? YamlEditor.Append(file, document, walk.Way, item)
                : new YamlEditResult(null, $"{path} has no item {step}", walk.Line)
            : Rest(path, walk.Matched + 1, value) is var rest && walk.Node is YamlScalar { Value: "" } && walk.Matched > 0 && FieldPath.KeyOfItems(path.Steps[walk.Matched - 1]) is not null
                ? YamlEditor.Append(file, document, walk.Way, Item(path, walk.Matched, value))
                : YamlEditor.AddKey(file, document, walk.Way, step, rest);
    }

    // A file of comments, or of nothing, gets its first key.
    private static YamlEditResult AddFirst(YamlFile file, FieldPath path, JsonNode value)
    {
        var lines = YamlLayout.Of(file).Entry(path.Steps[0], Rest(path, 1, value), 0);
        var before = file.Text.Length == 0 || file.Text.EndsWith('\n') ? file.Text : file.Text + file.NewLine;
        return YamlEditResult.Try(() => YamlFile.Parse(before + string.Concat(lines.Select(line => line + file.NewLine))));
    }

    /// <summary>What stands below the first steps of a path: <c>{limits: {memory: 1Gi}}</c>, or <c>[{name: LEVEL, value: debug}]</c>.</summary>
    public static JsonNode Rest(FieldPath path, int from, JsonNode value) =>
        from == path.Steps.Length ? value.DeepClone()
        : Item(path, from, value) is { } item ? new JsonArray(item)
        : new JsonObject { [path.Steps[from]] = Rest(path, from + 1, value) };

    /// <summary>A new item of a list, when the step leads into one that is merged by a key; null when it does not.</summary>
    public static JsonObject? Item(FieldPath path, int at, JsonNode value)
    {
        if (at == 0 || FieldPath.KeyOfItems(path.Steps[at - 1]) is not { } key)
        {
            return null;
        }

        var item = new JsonObject { [key] = path.Steps[at] };
        if (at + 1 == path.Steps.Length)
        {
            foreach (var (name, part) in value as JsonObject ?? [])
            {
                item[name] = part?.DeepClone();
            }
        }
        else
        {
            item[path.Steps[at + 1]] = Rest(path, at + 2, value);
        }

        return item;
    }

    private static FieldWalk Along(YamlFile file, int document, YamlPath root, FieldPath path)
    {
        var view = new YamlView(file);
        var node = root.Segments.Aggregate(
            view.Resolve(file.Documents[document]),
            (parent, segment) => segment.Index is { } index ? view.Resolve((parent as YamlSequence)?.Items[index]) : view.Get(parent, segment.Key!));
        return FieldWalk.Along(view, node!, root, path);
    }
}
