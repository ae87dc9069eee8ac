using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;

namespace AiSre.Remediation.Charts;

/// <summary>Which values give which fields of live objects, told by name and value alone. Pure.</summary>
internal sealed class ValueBindings
{
    private const int DeepestNesting = 64;

    /// <summary>The fields that charts take over from values of the same name, with the names that they use.</summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["replicas"] = ["replicas", "replicaCount"],
        ["resources"] = ["resources"],
        ["nodeSelector"] = ["nodeSelector"],
        ["livenessProbe"] = ["livenessProbe"],
        ["readinessProbe"] = ["readinessProbe"],
        ["startupProbe"] = ["startupProbe"],
        ["imagePullPolicy"] = ["pullPolicy", "imagePullPolicy"],
    };

    private readonly Dictionary<FieldPath, ImmutableArray<(FieldPath Path, string Before)>> _candidates = [];

    /// <summary>Looks for the values of every field.</summary>
    /// <param name="live">The objects.</param>
    /// <param name="values">The application's own values.</param>
    public static ValueBindings Find(IEnumerable<JsonElement> live, MapValue values)
    {
        var bindings = new ValueBindings();
        var leaves = Leaves(values, 0).ToList();
        var taken = new List<FieldPath>();
        foreach (var (path, from, text) in live.SelectMany(item => Fields(JsonNode.Parse(item.GetRawText()), FieldPath.Of(), null, 0)))
        {
            ImmutableArray<(FieldPath, string)> found = path.Steps is [.., "image"] ? Images(text, values, 0)
                : from is null ? []
                : [.. leaves.Where(leaf => leaf.Text == text && EndsLike(leaf.Path, path, from.Value)).Select(leaf => (leaf.Path, ""))];
            if (!found.IsEmpty)
            {
                bindings._candidates[path] = found;
                taken.AddRange(found.Select(one => one.Item1));
            }
        }

        // A value that could give two fields decides neither.
        foreach (var (path, found) in bindings._candidates.Where(pair => pair.Value is [var (only, _)] && taken.Count(other => other.Equals(only)) > 1).ToList())
        {
            bindings._candidates[path] = [.. found, .. found];
        }

        return bindings;
    }

    /// <summary>Values that could give a field, where it is not clear which does.</summary>
    public ImmutableArray<FieldPath> CandidatesFor(FieldPath field) => _candidates.TryGetValue(field, out var found) ? [.. found.Select(one => one.Path).Distinct()] : [];

    /// <summary>An object, with values in the places of the fields that are bound to them.</summary>
    public TemplateValue Apply(JsonNode? live, MapValue values) => Apply(live, FieldPath.Of(), values, 0);

    private TemplateValue Apply(JsonNode? node, FieldPath path, MapValue values, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new TemplateRefusedException("an object is nested too deeply");
        }

        switch (node)
        {
            case JsonObject map:
                return new MapValue(new SortedDictionary<string, TemplateValue>(map.ToDictionary(pair => pair.Key, pair => Apply(pair.Value, path.Then(pair.Key), values, depth + 1)), StringComparer.Ordinal));
            case JsonArray list:
                return new ListValue([.. list.Select((item, index) => Apply(item, path.Item(NameOf(item, index)), values, depth + 1))]);
            case JsonValue scalar when _candidates.TryGetValue(path, out var found) && found is [var (only, before)]:
                return ChartValues.Find(values, only) is MapValue parts ? new TextValue(Image(parts, before, ImageReference.Parse(scalar.ToString()))) : ChartValues.Find(values, only);
            case JsonValue scalar when scalar.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                return new BooleanValue(scalar.GetValueKind() == JsonValueKind.True);
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number && decimal.TryParse(scalar.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return new NumberValue(number, NumberKind.Float);
            case JsonValue scalar:
                return new TextValue(scalar.ToString());
            default:
                return NullValue.Nothing;
        }
    }

    // What the values do not say stays as the cluster has it. before: what stands in front of the repository that they name.
    private static TracedText Image(MapValue parts, string before, ImageReference live)
    {
        var (registry, tag, digest) = (parts["registry"], parts["tag"], parts["digest"]);
        return TracedText.Concat(
        [
            registry.IsEmpty ? TracedText.Of(before) : TracedText.Concat([registry.ToText(), TracedText.Of("/")]),
            parts["repository"].ToText(),
            !tag.IsEmpty ? TracedText.Concat([TracedText.Of(":"), tag.ToText()]) : TracedText.Of(live.Tag is null ? "" : $":{live.Tag}"),
            !digest.IsEmpty ? TracedText.Concat([TracedText.Of("@"), digest.ToText()]) : TracedText.Of(live.Digest is null ? "" : $"@{live.Digest}"),
        ]);
    }

    // Mappings that name a repository, and texts that are the whole image.
    private static ImmutableArray<(FieldPath Path, string Before)> Images(string live, TemplateValue value, int depth)
    {
        if (depth > DeepestNesting || value is not MapValue map || !ImageReference.TryParse(live, out var image))
        {
            return [];
        }

        var name = (map["registry"].IsEmpty ? "" : $"{map["registry"].ToText()}/") + map["repository"].ToText();
        var before = map["registry"].IsEmpty && image.Name.EndsWith($"/{name}", StringComparison.Ordinal) ? image.Name[..^name.Length] : "";
        return
        [
            .. map.Path is { } path && map["repository"] is TextValue && before + name == image.Name && Image(map, before, image).ToString() == live ? [(path, before)] : Array.Empty<(FieldPath, string)>(),
            .. map.Entries.Values.SelectMany(inner => Images(live, inner, depth + 1)),
            .. map.Entries.Where(pair => pair.Key == "image" && pair.Value is TextValue text && text.ToString() == live).Select(pair => (pair.Value.Path!, "")),
        ];
    }

    private static bool EndsLike(FieldPath leaf, FieldPath field, int from)
    {
        var rest = field.Steps.Length - from - 1;
        return leaf.Steps.Length > rest
            && Names[field.Steps[from]].Contains(leaf.Steps[^(rest + 1)])
            && leaf.Steps.TakeLast(rest).SequenceEqual(field.Steps.TakeLast(rest));
    }

    private static IEnumerable<(FieldPath Path, string Text)> Leaves(TemplateValue value, int depth) => depth > DeepestNesting ? [] : value switch
    {
        MapValue map => map.Entries.Values.SelectMany(inner => Leaves(inner, depth + 1)),
        NullValue or ListValue => [],
        { Path: { } path } => [(path, value.ToText().ToString())],
        _ => [],
    };

    // From: which step of the path is one of those that charts take over.
    private static IEnumerable<(FieldPath Path, int? From, string Text)> Fields(JsonNode? node, FieldPath path, int? from, int depth) => depth > DeepestNesting ? [] : node switch
    {
        JsonObject map => map.SelectMany(pair => Fields(pair.Value, path.Then(pair.Key), from ?? (Names.ContainsKey(pair.Key) ? path.Steps.Length : null), depth + 1)),
        JsonArray list => list.SelectMany((item, index) => Fields(item, path.Item(NameOf(item, index)), from, depth + 1)),
        JsonValue value => [(path, from, value.ToString())],
        _ => [],
    };

    private static string NameOf(JsonNode? item, int index) => item is JsonObject map && map["name"] is JsonValue name ? name.ToString() : index.ToString(CultureInfo.InvariantCulture);
}
