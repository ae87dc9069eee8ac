using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Charts;

/// <summary>One text that sets values of a chart. Later ones outweigh earlier ones.</summary>
/// <param name="Text">Where it stands.</param>
internal abstract record ValueLayer(SourceLayer Text)
{
    /// <summary>How messages name it.</summary>
    public string Where => Text.Where;

    /// <summary>The repository that has it; null when it is in none that AiSre can read.</summary>
    public SourceRepository? Repository { get; init; }

    /// <summary>Why it must not be changed for this application alone, as a clause; null when it may.</summary>
    public string? Fixed { get; init; }

    /// <summary>Whether it belongs to a chart rather than to an application.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it stands in a file of values of the application.</summary>
    public bool IsFile { get; init; }

    /// <summary>The field of the application that has it, wherever Git declares the application; null for files.</summary>
    public FieldPath? Field { get; init; }

    /// <summary>Whether AiSre may change it.</summary>
    public bool IsOwn => Fixed is null && Repository is { Tree.Branch: not null };

    /// <summary>Whether values that it does not have can be added to it.</summary>
    public abstract bool TakesMore { get; }

    /// <summary>Whether it is about a value at all: a subchart's values are about its own.</summary>
    public abstract bool Holds(FieldPath path);

    /// <summary>Puts what it sets over what is set already.</summary>
    public abstract void Apply(MapValue values);

    /// <summary>Whether it decides a value, by having it or something in its place.</summary>
    public abstract bool Sets(FieldPath path);

    /// <summary>What an edit of a value comes to in its text.</summary>
    /// <exception cref="SourceRefusedException">It cannot hold that.</exception>
    public abstract FieldEdit Translate(FieldEdit edit);

    /// <summary>The same layer with an edit made.</summary>
    /// <exception cref="SourceRefusedException">The edit cannot be made without guessing.</exception>
    public abstract ValueLayer With(FieldEdit edit);

    /// <summary>What edits of values come to as edits of the application that has them.</summary>
    /// <exception cref="SourceRefusedException">They cannot be made without guessing.</exception>
    public abstract IEnumerable<FieldEdit> OnApplication(IReadOnlyCollection<FieldEdit> edits);
}

/// <summary>A mapping of values: a file, or a part of an application.</summary>
/// <param name="Text">Where it stands.</param>
/// <param name="Prefix">Which values of the outermost chart it is about: those of a subchart stand under its key.</param>
internal sealed record TextLayer(SourceLayer Text, FieldPath Prefix) : ValueLayer(Text)
{
    /// <summary>Whether the application has it as one text, rather than as fields.</summary>
    public bool IsText { get; init; }

    public override bool TakesMore => true;

    public override bool Holds(FieldPath path) => Relative(path) is not null;

    public override void Apply(MapValue values)
    {
        var own = ValueTree.Read(Text.Content, Text.Node, Prefix);
        if (own is not MapValue map)
        {
            return;
        }

        var target = values;
        foreach (var step in Prefix.Steps)
        {
            if (!target.Entries.TryGetValue(step, out var inner) || inner is not MapValue)
            {
                target.Entries[step] = inner = new MapValue { Path = target.Path!.Then(step) };
            }

            target = (MapValue)inner;
        }

        ChartValues.Merge(target, map);
    }

    public override bool Sets(FieldPath path)
    {
        if (Relative(path) is not { } own)
        {
            return false;
        }

        var view = new YamlView(Text.Content);
        var node = Text.Node;
        foreach (var step in own.Steps)
        {
            switch (node)
            {
                case YamlMapping when view.Get(node, step) is { } value:
                    node = value;
                    break;
                case YamlMapping or null:
                    return false;
                case YamlSequence list:
                    node = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Length ? view.Resolve(list.Items[index]) : null;
                    if (node is null)
                    {
                        return true;
                    }

                    break;
                default:
                    return true; // A scalar stands where a mapping was.
            }
        }

        return node is not null;
    }

    public override FieldEdit Translate(FieldEdit edit)
    {
        var path = Relative(edit.Path)!;
        if (Text.Node is not { } root || edit is FieldEdit.Remove)
        {
            return edit is FieldEdit.Remove ? new FieldEdit.Remove(path) : Nested(edit, path, 0);
        }

        var (_, way) = Text.Root;
        var walk = FieldWalk.Along(new YamlView(Text.Content), root, way, path);
        if (walk.Matched == path.Steps.Length && edit is FieldEdit.Set set)
        {
            // Into what is there already, rather than in its place.
            switch (new YamlView(Text.Content).Resolve(walk.Node), set.Value)
            {
                case (YamlMapping, JsonObject { Count: 1 } map):
                    var (key, inner) = map.First();
                    return Translate(new FieldEdit.Set(edit.Path.Then(key), inner!));
                case (YamlSequence or YamlScalar { Value: "" }, JsonArray { Count: 1 } list) when list[0] is JsonObject item:
                    return new FieldEdit.Append(path, item);
                default:
                    break;
            }
        }

        return walk.Matched == path.Steps.Length && edit is FieldEdit.Append append
            ? new FieldEdit.Append(path, append.Item)
            : Nested(edit, path, Math.Min(walk.Matched, path.Steps.Length - 1));
    }

    public override ValueLayer With(FieldEdit edit)
    {
        var (document, way) = Text.Root;
        var result = FieldWriter.Write(Text.Content, document, way, Translate(edit));
        return result.IsMade
            ? this with { Text = Text with { Content = result.File } }
            : throw new SourceRefusedException($"{Where} was not changed because {result.Refusal}; make the change by hand.");
    }

    public override IEnumerable<FieldEdit> OnApplication(IReadOnlyCollection<FieldEdit> edits) => IsText
        ? [new FieldEdit.Set(Field!, JsonValue.Create(edits.Aggregate((ValueLayer)this, (layer, edit) => layer.With(edit)).Text.Content.Text))]
        : edits.Select(Translate).Select(edit => edit with { Path = Field!.Then(edit.Path) });

    private FieldPath? Relative(FieldPath path) => path.Steps.Length > Prefix.Steps.Length && path.Steps.AsSpan(0, Prefix.Steps.Length).SequenceEqual(Prefix.Steps.AsSpan())
        ? FieldPath.Of([.. path.Steps[Prefix.Steps.Length..]])
        : null;

    // What is missing on the way is mappings: of the keys of values none means a list.
    private static FieldEdit.Set Nested(FieldEdit edit, FieldPath path, int there)
    {
        var value = edit switch
        {
            FieldEdit.Set set => set.Value.DeepClone(),
            FieldEdit.Append append => new JsonArray(append.Item.DeepClone()),
            _ => throw new InvalidOperationException($"{edit} adds nothing."),
        };
        for (var index = path.Steps.Length - 1; index > there; index--)
        {
            value = new JsonObject { [path.Steps[index]] = value };
        }

        return new FieldEdit.Set(FieldPath.Of([.. path.Steps[..(there + 1)]]), value);
    }
}

/// <summary>A single value that an application sets by its dotted name.</summary>
/// <param name="Text">Where the value stands.</param>
/// <param name="Path">Which value it sets.</param>
/// <param name="Value">The value.</param>
/// <param name="IsText">Whether it is a text, whatever it looks like.</param>
internal sealed record ParameterLayer(SourceLayer Text, FieldPath Path, string Value, bool IsText) : ValueLayer(Text)
{
    public override bool TakesMore => false;

    public override bool Holds(FieldPath path) => Sets(path);

    public override void Apply(MapValue values) => ChartValues.Put(values, Path, IsText || YamlTypes.Resolve(Value) is YamlType.String or YamlType.Float
        ? TextValue.At(Path, Value)
        : ValueTree.Read(YamlFile.Parse(Value), YamlFile.Parse(Value).Documents.FirstOrDefault(), Path));

    public override bool Sets(FieldPath path) => path.Steps.Length >= Path.Steps.Length && path.Steps.AsSpan(0, Path.Steps.Length).SequenceEqual(Path.Steps.AsSpan());

    public override FieldEdit Translate(FieldEdit edit) => edit is FieldEdit.Set { Value: JsonValue value } && edit.Path.Equals(Path)
        ? new FieldEdit.Set(Path, JsonValue.Create(value.ToString()))
        : throw new SourceRefusedException($"{Where} holds one value, which cannot become what is wanted of {edit.Path}; make the change by hand.");

    public override ValueLayer With(FieldEdit edit) => this with { Value = ((FieldEdit.Set)Translate(edit)).Value.ToString() };

    public override IEnumerable<FieldEdit> OnApplication(IReadOnlyCollection<FieldEdit> edits) => edits.Select(edit => new FieldEdit.Set(Field!, ((FieldEdit.Set)Translate(edit)).Value));
}
