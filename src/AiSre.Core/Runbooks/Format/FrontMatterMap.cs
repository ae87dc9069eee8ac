using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Runbooks.Operations;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Runbooks.Format;

/// <summary>One mapping of the front matter, read key by key; everything that does not fit is noted with its place.</summary>
/// <param name="node">The mapping.</param>
/// <param name="name">How messages call it, such as <c>symptom</c>; empty at the top.</param>
/// <param name="errors">Where mistakes are noted.</param>
internal sealed partial class FrontMatterMap(YamlMappingNode node, string name, List<RunbookError> errors)
{
    private readonly List<string> _asked = [];

    public string Name => name;

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A single value; null, and a mistake noted, when it is missing though required, empty, or no single value.</summary>
    public string? Text(string key, bool required = false)
    {
        var value = Find(key);
        if (value is null)
        {
            if (required)
            {
                errors.Add(At(node, $"'{Qualified(key)}' is missing; it is required"));
            }

            return null;
        }

        return Scalar(value, Qualified(key));
    }

    /// <summary>One value or a list of values; empty when the key is not there.</summary>
    public ImmutableArray<string> Texts(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode { Children.Count: > 0 } list:
                return [.. list.Children.Select(item => Scalar(item, Qualified(key))).OfType<string>()];
            case YamlSequenceNode empty:
                errors.Add(At(empty, $"'{Qualified(key)}' is an empty list; name at least one value or leave the key out"));
                return [];
            case var other:
                return Scalar(other, Qualified(key)) is { } text ? [text] : [];
        }
    }

    /// <summary>One code or a list of codes of an enumeration, spelled exactly; empty when the key is not there.</summary>
    public ImmutableArray<T> Codes<T>(string key) where T : struct, Enum
    {
        var codes = ImmutableArray.CreateBuilder<T>();
        foreach (var (text, place) in Texts(key).Zip(Places(key)))
        {
            if (Enum.GetNames<T>().Contains(text))
            {
                codes.Add(Enum.Parse<T>(text));
            }
            else
            {
                errors.Add(At(place, $"'{text}' is not a value of '{Qualified(key)}'{Hint(text, Enum.GetNames<T>())}"));
            }
        }

        return codes.ToImmutable();
    }

    /// <summary>A mapping under a key; null when the key is not there or holds something else, which is noted.</summary>
    public FrontMatterMap? Map(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new FrontMatterMap(map, Qualified(key), errors);
            case var other:
                errors.Add(At(other, $"'{Qualified(key)}' holds {Describe(other)}; allowed is a mapping of keys and values"));
                return null;
        }
    }

    /// <summary>Whether a mapping stands under the key.</summary>
    public bool IsMap(string key) => Find(key) is YamlMappingNode;

    /// <summary>Yes or no; null when the key is not there or holds something else, which is noted.</summary>
    public bool? Flag(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text == "true";
        }

        Refuse(key, $"'{text}' is not a value of '{Qualified(key)}'; allowed are true and false");
        return null;
    }

    /// <summary>A whole number within bounds; null when the key is not there or holds something else, which is noted.</summary>
    public int? Number(string key, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(key, $"'{text}' is not a value of '{Qualified(key)}'; allowed are whole numbers from {least} to {most}");
        return null;
    }

    /// <summary>Every key of the mapping with its single value; what is no single value is noted.</summary>
    public IReadOnlyList<(string Key, string Value)> TextEntries()
    {
        var keys = node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "").ToList();
        return [.. keys.Select(key => (key, Text(key))).Where(pair => pair.Item2 is not null).Select(pair => (pair.key, pair.Item2!))];
    }

    /// <summary>A value of any shape, typed as YAML types it; null, and a mistake noted, when it is missing or empty.</summary>
    public JsonNode? Value(string key)
    {
        var value = Find(key);
        if (value is null or YamlScalarNode)
        {
            return Text(key, required: true) is null ? null : Json(value!);
        }

        return Json(value);
    }

    /// <summary>A list of mappings with one key each, <c>- name: {…}</c>; empty when the key is not there.</summary>
    public IEnumerable<(string Name, FrontMatterMap Map, YamlNode Place)> NamedItems(string key)
    {
        if (Find(key) is not { } value)
        {
            yield break;
        }

        if (value is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            errors.Add(At(value, $"'{Qualified(key)}' holds {Describe(value)}; allowed is a list with at least one item such as '- {OverrideImageRegistry.Key}: {{…}}'"));
            yield break;
        }

        foreach (var item in list.Children)
        {
            if (item is YamlMappingNode { Children.Count: 1 } map
                && map.Children.First() is { Key: YamlScalarNode { Value: { } itemName } keyNode, Value: YamlMappingNode content })
            {
                yield return (itemName, new FrontMatterMap(content, itemName, errors), keyNode);
            }
            else
            {
                errors.Add(At(item, $"an item of '{Qualified(key)}' is {Describe(item)}; allowed is one name with a mapping, such as '- {OverrideImageRegistry.Key}: {{…}}'"));
            }
        }
    }

    /// <summary>Notes a mistake at the value of a key, or at the mapping when the key is not there.</summary>
    public void Refuse(string key, string message) => errors.Add(At(Find(key) ?? node, message));

    /// <summary>Notes a mistake at a place that this map gave out.</summary>
    public void Refuse(YamlNode place, string message) => errors.Add(At(place, message));

    /// <summary>Notes every key that nobody asked for. Called after the last key was read.</summary>
    public void RefuseOtherKeys()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } text } || !_asked.Contains(text))
            {
                errors.Add(At(key, $"the key '{key}' is not known{(name.Length == 0 ? "" : $" in '{name}'")}{Hint(key.ToString(), _asked)}"));
            }
        }
    }

    /// <summary>The rest of a sentence about a word that is not known: the nearest allowed word, or all of them when they are few.</summary>
    public static string Hint(string text, IReadOnlyCollection<string> allowed)
    {
        const int few = 20;
        if (allowed.Count <= few)
        {
            return $"; allowed: {string.Join(", ", allowed)}";
        }

        var nearest = allowed.OrderBy(word => Likeness.Distance(text.ToUpperInvariant(), word.ToUpperInvariant())).Take(3);
        return $"; did you mean {string.Join(" or ", nearest)}? {allowed.Count} codes are allowed";
    }

    private string Qualified(string key) => name.Length == 0 ? key : $"{name}.{key}";

    private YamlNode? Find(string key)
    {
        if (!_asked.Contains(key))
        {
            _asked.Add(key);
        }

        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private IEnumerable<YamlNode> Places(string key) =>
        Find(key) is YamlSequenceNode list ? list.Children.Where(IsText) : [Find(key)!];

    private static bool IsText(YamlNode value) =>
        value is YamlScalarNode scalar && !string.IsNullOrWhiteSpace(scalar.Value)
        && !(scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null");

    private string? Scalar(YamlNode value, string what)
    {
        if (IsText(value))
        {
            return ((YamlScalarNode)value).Value!.Trim();
        }

        errors.Add(At(value, value is YamlScalarNode ? $"'{what}' is empty; give it a value" : $"'{what}' holds {Describe(value)}; allowed is a single value"));
        return null;
    }

    private static JsonNode? Json(YamlNode value) => value switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        YamlScalarNode { Style: ScalarStyle.Plain } number when decimal.TryParse(number.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var real) => JsonValue.Create(real),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => null,
    };

    private static string Describe(YamlNode value) => value switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value: null or "" } => "nothing",
        _ => $"'{value}'",
    };

    private static RunbookError At(YamlNode place, string message) =>
        new((int)place.Start.Line + FrontMatter.FirstLine - 1, (int)place.Start.Column, message);
}
