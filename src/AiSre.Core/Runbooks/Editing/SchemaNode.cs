using System.Text.Json.Nodes;

namespace AiSre.Runbooks.Editing;

/// <summary>What a JSON Schema says about one place, with everything that may stand there, whichever alternative it belongs to.</summary>
internal sealed class SchemaNode
{
    private readonly OrderedDictionary<string, SchemaNode> _properties = [];
    private readonly List<string> _required = [];
    private readonly List<string> _values = [];
    private readonly HashSet<string> _types = [];
    private readonly List<string[]> _oneOfThese = [];

    public string? Description { get; private set; }

    /// <summary>The keys of a mapping, in the order of the schema.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties => _properties;

    /// <summary>What stands under a key that the schema does not name; null where there are no such keys.</summary>
    public SchemaNode? Others { get; private set; }

    /// <summary>What the items of a list are; null where no list may stand.</summary>
    public SchemaNode? Items { get; private set; }

    public IReadOnlyList<string> Required => _required;

    /// <summary>The words that are allowed, or that are examples.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Whether other words than <see cref="Values"/> are allowed too.</summary>
    public bool ValuesAreExamples { get; private set; }

    /// <summary>The key at the top of the same text whose own keys are meant; null where none are.</summary>
    public string? NamesOf { get; private set; }

    /// <summary>How many keys a mapping may have at most.</summary>
    public int MostKeys { get; private set; } = int.MaxValue;

    /// <summary>Whether a mapping needs a key, though the schema does not say which.</summary>
    public bool NeedsKey { get; private set; }

    /// <summary>Keys of which a mapping has one and not another.</summary>
    public IReadOnlyList<string[]> OneOfThese => _oneOfThese;

    /// <summary>What is allowed beside a key that stands nearly alone.</summary>
    public (string Key, HashSet<string> Beside)? Alone { get; private set; }

    public (long Least, long Most)? Bounds { get; private set; }

    public bool IsMap => _properties.Count > 0 || Others is not null || (_types.Count == 1 && _types.Contains("object"));

    /// <summary>Whether a list is all that may stand there.</summary>
    public bool IsOnlyList => Items is not null && !IsMap && _values.Count == 0 && !_types.Overlaps(["string", "number", "integer", "boolean"]);

    public bool IsFlag => _types.Count == 1 && _types.Contains("boolean");

    public bool IsNumber => _types.Count == 1 && _types.Contains("integer");

    /// <summary>Reads a schema.</summary>
    public static SchemaNode Read(JsonObject schema) => new Reader(schema).Root;

    /// <summary>What stands under a key.</summary>
    public SchemaNode? Under(string key) => _properties.TryGetValue(key, out var property) ? property : Others;

    private sealed class Reader
    {
        private readonly JsonObject _schema;
        private readonly Dictionary<string, SchemaNode> _named = new(StringComparer.Ordinal);

        public Reader(JsonObject schema)
        {
            _schema = schema;
            Root = Node(schema);
        }

        public SchemaNode Root { get; }

        private SchemaNode Node(JsonObject json)
        {
            var node = new SchemaNode();
            Fill(node, json);
            return node;
        }

        private void Fill(SchemaNode node, JsonObject json)
        {
            node.Description ??= json["description"]?.GetValue<string>();
            foreach (var type in json["type"] is JsonArray several ? several : [json["type"]?.DeepClone()])
            {
                _ = type is not null && node._types.Add(type.GetValue<string>());
            }

            foreach (var word in (json["enum"] as JsonArray ?? []).Concat(json["examples"] as JsonArray ?? []))
            {
                node._values.Add(word!.ToString());
            }

            node.ValuesAreExamples |= json["examples"] is not null;
            if (node.IsFlag)
            {
                node._values.AddRange(node._values.Count == 0 ? ["true", "false"] : []);
            }

            if (json["maximum"] is { } most)
            {
                node.Bounds = (json["minimum"]?.GetValue<long>() ?? 0, most.GetValue<long>());
            }

            FillMap(node, json);
            FillAlternatives(node, json);
            if (json["$ref"]?.GetValue<string>() is { } reference)
            {
                FillNamed(node, reference);
            }

            if (json["x-names-of"]?.GetValue<string>() is { } names)
            {
                node.NamesOf = names;
                node.Items = node.Items is null ? null : new SchemaNode { NamesOf = names }.With(node.Items);
            }
        }

        private void FillMap(SchemaNode node, JsonObject json)
        {
            foreach (var (key, property) in json["properties"] as JsonObject ?? [])
            {
                node._properties.TryAdd(key, Node((JsonObject)property!));
            }

            node._required.AddRange((json["required"] as JsonArray ?? []).Select(key => key!.GetValue<string>()));
            node.Others ??= json["additionalProperties"] is JsonObject others ? Node(others) : null;
            node.Items ??= json["items"] is JsonObject items ? Node(items) : null;
            node.MostKeys = json["maxProperties"]?.GetValue<int>() ?? node.MostKeys;
            node.NeedsKey |= json["minProperties"] is not null;
        }

        private void FillAlternatives(SchemaNode node, JsonObject json)
        {
            foreach (var kind in (string[])["anyOf", "oneOf"])
            {
                var alternatives = (json[kind] as JsonArray ?? []).OfType<JsonObject>().ToList();
                var asking = alternatives.Where(one => one["required"] is not null).ToList();
                if (asking.Count > 0 && asking.Count == alternatives.Count && asking.All(one => one.Count == 1))
                {
                    node.NeedsKey = true;
                    if (kind == "oneOf")
                    {
                        node._oneOfThese.Add([.. asking.Select(one => one["required"]![0]!.GetValue<string>())]);
                    }

                    continue;
                }

                foreach (var one in alternatives)
                {
                    if (one["required"] is JsonArray { Count: 1 } alone && one["properties"] is JsonObject beside)
                    {
                        node.Alone = (alone[0]!.GetValue<string>(), [.. beside.Select(pair => pair.Key)]);
                        node.NeedsKey = true;
                    }
                    else if (one["not"] is null)
                    {
                        Fill(node, one);
                    }
                }
            }
        }

        private void FillNamed(SchemaNode node, string reference)
        {
            if (!_named.TryGetValue(reference, out var named))
            {
                JsonNode? at = _schema;
                foreach (var step in reference.TrimStart('#', '/').Split('/'))
                {
                    at = at?[step];
                }

                _named[reference] = named = new SchemaNode();
                Fill(named, (JsonObject)at!);
            }

            node.With(named);
        }
    }

    private SchemaNode With(SchemaNode named)
    {
        Description ??= named.Description;
        foreach (var (key, property) in named._properties)
        {
            _properties.TryAdd(key, property);
        }

        _required.AddRange(named._required);
        _values.AddRange(named._values);
        _types.UnionWith(named._types);
        _oneOfThese.AddRange(named._oneOfThese);
        Others ??= named.Others;
        Items ??= named.Items;
        Alone ??= named.Alone;
        Bounds ??= named.Bounds;
        ValuesAreExamples |= named.ValuesAreExamples;
        NeedsKey |= named.NeedsKey;
        MostKeys = Math.Min(MostKeys, named.MostKeys);
        return this;
    }
}
