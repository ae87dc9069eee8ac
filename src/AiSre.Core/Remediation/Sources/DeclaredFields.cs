using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>What the texts of an object together declare its fields to be: of those that have a field the last one decides.</summary>
internal sealed class DeclaredFields(SourceObject item)
{
    private const int Deepest = 64;

    private enum Relation
    {
        None,
        Exact,
        Above,
        Below,
    }

    /// <summary>The texts that have a field, in the order in which they apply, with what they have.</summary>
    /// <exception cref="SourceRefusedException">Another text may change it in a way that is not followed.</exception>
    public IReadOnlyList<(SourceLayer Layer, YamlNode Node)> Holders(FieldPath path)
    {
        var holders = new List<(SourceLayer, YamlNode)>();
        foreach (var layer in item.Layers)
        {
            if (Find(layer, path) is { } node)
            {
                holders.Add(layer.Unclear is null ? (layer, node) : throw new SourceRefusedException($"The field {path} of {item.Declared.Kind} {item.Name} cannot be followed because {layer.Unclear}."));
            }
        }

        return holders;
    }

    /// <summary>What is declared; of a mapping or a list what the last text has of it. Null when nothing is.</summary>
    public JsonNode? Value(FieldPath path) => Holders(path) is [.., var (layer, node)] ? new YamlView(layer.Content).Json(node) : null;

    /// <summary>The fields that are declared to be a text; those of JSON patches are left out.</summary>
    public IEnumerable<FieldPath> With(string text) => item.Layers
        .Where(layer => layer.Pointer is null && layer.Sets is null)
        .SelectMany(layer => Scalars(new YamlView(layer.Content), layer.Node, FieldPath.Of()))
        .Where(field => field.Value == text)
        .Select(field => field.Path)
        .Distinct()
        .Where(path => Value(path)?.ToString() == text);

    /// <summary>How far a text has a field.</summary>
    public static FieldWalk? Walk(SourceLayer layer, FieldPath path) =>
        layer.Node is { } root ? FieldWalk.Along(new YamlView(layer.Content), root, layer.Root.Way, path) : null;

    /// <summary>Refuses a field of which a JSON patch changes a part.</summary>
    public void RefusePartChanged(FieldPath path)
    {
        if (item.Layers.Find(layer => layer.Pointer is not null && Relate(layer.Pointer, path) == Relation.Below) is { } layer)
        {
            throw NotFollowed(layer, path);
        }
    }

    /// <summary>Whether two readings of an object declare the same, its images aside.</summary>
    public static bool AreSame(SourceObject before, SourceObject after) =>
        before.Layers.Count == after.Layers.Count
        && before.Layers.Zip(after.Layers).All(pair => ReferenceEquals(pair.First.Content, pair.Second.Content) || Flat(pair.First) == Flat(pair.Second));

    private static string Flat(SourceLayer layer) => layer.Pointer is [.., "image"]
        ? layer.Where
        : $"{layer.Where} {string.Join('/', layer.Pointer ?? [])} {new YamlView(layer.Content).Flat(layer.Node, except: "image")}";

    private YamlNode? Find(SourceLayer layer, FieldPath path)
    {
        if (layer.Sets is { } field)
        {
            return field.Equals(path) ? layer.Node : null;
        }

        if (layer.Pointer is { } pointer)
        {
            return Relate(pointer, path) switch
            {
                Relation.Exact when layer.Operation is "add" or "replace" && layer.Node is { } node => node,
                Relation.Exact or Relation.Above when layer.Operation != "test" => throw NotFollowed(layer, path),
                _ => null,
            };
        }

        if (Walk(layer, path) is not { } walk)
        {
            return null;
        }

        var view = new YamlView(layer.Content);
        if (layer.IsPatch && (walk.Nodes.Any(node => view.Get(node, "$patch") is not null) || (walk.Node is YamlScalar scalar && YamlTypes.Resolve(scalar) == YamlType.Null)))
        {
            throw NotFollowed(layer, path);
        }

        return walk.Matched == path.Steps.Length ? walk.Node : null;
    }

    private Relation Relate(string[] pointer, FieldPath path)
    {
        var isCertain = true;
        for (var index = 0; index < Math.Min(pointer.Length, path.Steps.Length); index++)
        {
            if (index > 0 && FieldPath.KeyOfItems(path.Steps[index - 1]) is not null)
            {
                var isInit = path.Steps[index - 1] == "initContainers";
                var container = path.Steps[index - 1] is "containers" or "initContainers"
                    ? item.Images.Find(image => image.Container == path.Steps[index] && image.IsInit == isInit)
                    : null;
                if (container is not null && pointer[index] != container.Index.ToString(CultureInfo.InvariantCulture))
                {
                    return Relation.None;
                }

                isCertain &= container is not null;
            }
            else if (pointer[index] != path.Steps[index])
            {
                return Relation.None;
            }
        }

        return pointer.Length > path.Steps.Length ? Relation.Below
            : pointer.Length == path.Steps.Length && isCertain ? Relation.Exact
            : Relation.Above;
    }

    private static IEnumerable<(FieldPath Path, string Value)> Scalars(YamlView view, YamlNode? node, FieldPath path) => path.Steps.Length > Deepest ? [] : view.Resolve(node) switch
    {
        YamlScalar scalar => [(path, scalar.Value)],
        YamlMapping mapping => mapping.Entries.SelectMany(entry => entry.Key is YamlScalar key ? Scalars(view, entry.Value, path.Then(key.Value)) : []),
        YamlSequence list when path.Steps is [.., var name] => list.Items.SelectMany((one, index) =>
            Scalars(view, one, path.Item((FieldPath.KeyOfItems(name) is { } key ? view.Text(view.Resolve(one), key) : null) ?? index.ToString(CultureInfo.InvariantCulture)))),
        _ => [],
    };

    private SourceRefusedException NotFollowed(SourceLayer layer, FieldPath path) =>
        new($"The field {path} of {item.Declared.Kind} {item.Name} is also changed by {layer.Where}, in a way that AiSre does not follow; make the change by hand.");
}
