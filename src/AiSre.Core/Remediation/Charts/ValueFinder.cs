using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Charts;

/// <summary>
/// Finds the values of a chart that give a field what it should have. Where the rendered text tells a value apart, that one is meant; else the
/// empty values that the template asks for are tried. Each is proven by rendering the chart anew: the field must be as wanted, and nothing
/// else may differ but labels and annotations.
/// </summary>
internal sealed class ValueFinder(ValueSource source, RenderedChart rendered)
{
    private const int MostTrials = 25;

    private readonly ValuePlaces _places = new(source, rendered);

    /// <summary>The values to change for an edit of a field.</summary>
    /// <exception cref="SourceRefusedException">There are none, or it could be several.</exception>
    public ImmutableArray<ValueWrite> Find(SourceObject item, FieldEdit edit)
    {
        var traced = new FieldTrace(source, rendered, item);
        return Choose(
            traced.Candidates(edit), traced.Guesses(edit),
            (target, change) => target == item && RenderComparison.IsMeant(edit, change),
            after => FieldPlanning.IsSo(after.Objects[rendered.Objects.IndexOf(item)], edit),
            $"The field {edit.Path} of {item.Declared.Kind} {item.Name}", traced.Written(edit.Path));
    }

    /// <summary>The values to change so that a container gets another image.</summary>
    /// <param name="item">The object.</param>
    /// <param name="image">The image.</param>
    /// <param name="wanted">What it should be.</param>
    /// <param name="replace">What the solution makes of an image wherever it is; null when it is not about it.</param>
    /// <exception cref="SourceRefusedException">There are none, or it could be several.</exception>
    public ImmutableArray<ValueWrite> FindImage(SourceObject item, SourceImage image, string wanted, Func<string, string?> replace)
    {
        var path = FieldPath.Of([.. PodTemplates.PathOf(item.Declared.Group, item.Declared.Kind)!]).Then(image.IsInit ? "initContainers" : "containers", image.Container, "image");
        var edit = new FieldEdit.Set(path, JsonValue.Create(wanted));
        var traced = new FieldTrace(source, rendered, item);
        return Choose(
            traced.Candidates(edit), traced.ImageGuesses(edit.Path, wanted),
            (target, change) => (target == item && change.Path == path.ToString()) || IsReplaced(change, image.Value, wanted, replace),
            after => FieldPlanning.IsSo(after.Objects[rendered.Objects.IndexOf(item)], edit),
            $"The image of container {image.Container} of {item.Declared.Kind} {item.Name}", traced.Written(path));
    }

    // What runs the same image is changed with it: that is what the solution makes of images, or of this one.
    private static bool IsReplaced(Clusters.History.FieldChange change, string from, string to, Func<string, string?> replace) =>
        change.Path.EndsWith(".image", StringComparison.Ordinal) && change.Before is { } before
        && (change.After == replace(before) || (before == from && change.After == to));

    private ImmutableArray<ValueWrite> Choose(
        IEnumerable<ImmutableArray<ValueEdit>> direct,
        IEnumerable<ImmutableArray<ValueEdit>> guesses,
        Func<SourceObject, Clusters.History.FieldChange, bool> isMeant,
        Func<RenderedChart, bool> isSo,
        string name,
        string written)
    {
        var obstacles = new List<string>();
        foreach (var candidate in direct)
        {
            if (Try(candidate, isMeant, isSo, obstacles) is { } proven)
            {
                return proven;
            }
        }

        var tried = guesses.Take(MostTrials).Select(candidate => Try(candidate, isMeant, isSo, obstacles: null)).OfType<ImmutableArray<ValueWrite>>()
            .DistinctBy(writes => string.Join(' ', writes.Select(write => write.Path))).ToList();
        return tried switch
        {
            [var only] => only,
            [] when obstacles is [var why, ..] => throw new SourceRefusedException($"{name} cannot be changed by its value: {why}"),
            [] => throw new SourceRefusedException($"{name} {written}; make the change by hand."),
            _ => throw new SourceRefusedException($"{name} could be set by {string.Join(" or ", tried.SelectMany(writes => writes).Select(write => $"{source.NameOf(write.Path)} in {source.Layers[write.Layer].Where}").Distinct())}; make the change by hand."),
        };
    }

    private ImmutableArray<ValueWrite>? Try(
        ImmutableArray<ValueEdit> candidate, Func<SourceObject, Clusters.History.FieldChange, bool> isMeant, Func<RenderedChart, bool> isSo, List<string>? obstacles)
    {
        try
        {
            ImmutableArray<ValueWrite> writes = [.. candidate.Select(value => _places.For(value.Path, Adapt(value)))];
            var after = writes.Aggregate(source, (changed, write) => changed.With(write)).Render();
            if (RenderComparison.Between(rendered, after) is not { } differences)
            {
                obstacles?.Add($"another value of {Names(candidate)} would add or remove objects; make the change by hand.");
                return null;
            }

            if (differences.FirstOrDefault(difference => !isMeant(difference.Object, difference.Change) && !difference.IsDescription) is { } strange)
            {
                obstacles?.Add($"another value of {Names(candidate)} would also change {strange}; make the change by hand.");
                return null;
            }

            if (isSo(after))
            {
                return writes;
            }

            obstacles?.Add($"another value of {Names(candidate)} would not give it what is wanted; make the change by hand.");
            return null;
        }
        catch (SourceRefusedException refused)
        {
            obstacles?.Add(refused.Message);
            return null;
        }
    }

    // A value keeps its type where it can: a port stays a number though the template prints it as text.
    private FieldEdit Adapt(ValueEdit value)
    {
        if (value.Edit is not FieldEdit.Set { Value: JsonValue scalar } set || value.IsText)
        {
            return value.Edit;
        }

        var text = scalar.ToString();
        return ChartValues.Find(rendered.Values, value.Path) switch
        {
            NumberValue when YamlTypes.Resolve(text) is YamlType.Integer && long.TryParse(text, out var number) => new FieldEdit.Set(set.Path, JsonValue.Create(number)),
            BooleanValue when YamlTypes.Resolve(text) is YamlType.Boolean => new FieldEdit.Set(set.Path, JsonValue.Create(text == "true")),
            TextValue => new FieldEdit.Set(set.Path, JsonValue.Create(text)),
            _ => value.Edit,
        };
    }

    private string Names(ImmutableArray<ValueEdit> candidate) => string.Join(" and ", candidate.Select(value => source.NameOf(value.Path)));
}

/// <summary>A value that may be the one to change.</summary>
/// <param name="Path">The value.</param>
/// <param name="Edit">What is wanted of it.</param>
/// <param name="IsText">Whether it is to be a text, even where it was another type.</param>
internal sealed record ValueEdit(FieldPath Path, FieldEdit Edit, bool IsText = false)
{
    public static ValueEdit Set(FieldPath path, JsonNode value, bool isText = false) => new(path, new FieldEdit.Set(path, value.DeepClone()), isText);
}
