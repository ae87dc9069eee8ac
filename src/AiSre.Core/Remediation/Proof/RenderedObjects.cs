using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof;

/// <summary>The objects that a source comes to at one revision, by name.</summary>
internal sealed class RenderedObjects
{
    /// <summary>What stands for the value of a list whose items are the same in another order.</summary>
    public const string AnotherOrder = "\"another order\"";

    private readonly SortedDictionary<string, JsonElement> _objects = new(StringComparer.Ordinal);

    public int Count => _objects.Count;

    /// <summary>Every object by its address, in order.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> All => _objects;

    /// <summary>The object of an address; null when there is none.</summary>
    public JsonElement? Find(string address) => _objects.TryGetValue(address, out var json) ? json : null;

    /// <summary>Takes in a text of YAML documents or JSON.</summary>
    /// <exception cref="SourceRefusedException">It is no YAML, or names one object twice.</exception>
    public void Add(string origin, string text)
    {
        var documents = YamlToJson.Documents(text, problem => throw new SourceRefusedException($"{origin} cannot be read: {problem}"));
        foreach (var document in documents)
        {
            using var json = JsonDocument.Parse(document);
            Add(origin, json.RootElement);
        }
    }

    /// <summary>What differs from here to there, by object.</summary>
    public ImmutableArray<RenderedChange> ChangesTo(RenderedObjects after) =>
    [
        .. _objects.Keys.Union(after._objects.Keys).Order(StringComparer.Ordinal).Select(name => (_objects.TryGetValue(name, out var old), after._objects.TryGetValue(name, out var now)) switch
        {
            (true, false) => new RenderedChange(name, RenderedChangeKind.Removed, []),
            (false, true) => new RenderedChange(name, RenderedChangeKind.Added, []),
            _ => new RenderedChange(name, RenderedChangeKind.Changed, [.. Differences("", old, now)]),
        }).Where(change => change.Kind != RenderedChangeKind.Changed || !change.Fields.IsEmpty),
    ];

    /// <summary>Takes in one object, or a list of some.</summary>
    /// <exception cref="SourceRefusedException">It names one object twice.</exception>
    public void Add(string origin, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var kind = Text(json, "kind");
        if (kind.EndsWith("List", StringComparison.Ordinal) && json.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray())
            {
                Add(origin, item);
            }

            return;
        }

        if (json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && Text(metadata, "name") is { Length: > 0 } name && kind.Length > 0)
        {
            var space = Text(metadata, "namespace");
            var reference = new ObjectRef(Text(json, "apiVersion"), kind, space.Length == 0 ? null : space, name);
            if (!_objects.TryAdd(reference.Address, json.Clone()))
            {
                throw new SourceRefusedException($"{origin} declares {reference.Address} a second time.");
            }
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IEnumerable<RenderedField> Differences(string path, JsonElement before, JsonElement after)
    {
        if (JsonElement.DeepEquals(before, after))
        {
            return [];
        }

        return (before.ValueKind, after.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => Compare(path, Members(before), Members(after), name => path.Length == 0 ? name : $"{path}.{name}"),
            (JsonValueKind.Array, JsonValueKind.Array) when Named(before) is { } old && Named(after) is { } now => Compare(path, old, now, name => $"{path}[{name}]"),
            (JsonValueKind.Array, JsonValueKind.Array) => Compare(path, Indexed(before), Indexed(after), name => $"{path}[{name}]"),
            _ => [new RenderedField(path, before.GetRawText(), after.GetRawText())],
        };
    }

    private static IEnumerable<RenderedField> Compare(
        string path, IReadOnlyList<KeyValuePair<string, JsonElement>> before, IReadOnlyList<KeyValuePair<string, JsonElement>> after, Func<string, string> way)
    {
        var (old, now) = (before.ToDictionary(StringComparer.Ordinal), after.ToDictionary(StringComparer.Ordinal));
        foreach (var name in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)))
        {
            foreach (var change in (old.TryGetValue(name, out var left), now.TryGetValue(name, out var right)) switch
            {
                (true, true) => Differences(way(name), left, right),
                (true, false) => [new RenderedField(way(name), left.GetRawText(), null)],
                _ => [new RenderedField(way(name), null, right.GetRawText())],
            })
            {
                yield return change;
            }
        }

        if (!before.Select(pair => pair.Key).Where(now.ContainsKey).SequenceEqual(after.Select(pair => pair.Key).Where(old.ContainsKey)) && path.Length > 0)
        {
            yield return new RenderedField(path, AnotherOrder, null);
        }
    }

    private static List<KeyValuePair<string, JsonElement>> Members(JsonElement json) =>
        [.. json.EnumerateObject().DistinctBy(member => member.Name).OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Name, member.Value))];

    private static List<KeyValuePair<string, JsonElement>> Indexed(JsonElement json) =>
        [.. json.EnumerateArray().Select((item, index) => KeyValuePair.Create(index.ToString(CultureInfo.InvariantCulture), item))];

    // Null unless all items have names, each its own.
    private static List<KeyValuePair<string, JsonElement>>? Named(JsonElement json)
    {
        var items = json.EnumerateArray().Select(item => KeyValuePair.Create(item.ValueKind == JsonValueKind.Object ? Text(item, "name") : "", item)).ToList();
        return items.Exists(item => item.Key.Length == 0) || items.DistinctBy(item => item.Key).Count() != items.Count ? null : items;
    }
}
