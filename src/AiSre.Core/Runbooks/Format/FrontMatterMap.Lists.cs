using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AiSre.Runbooks.Format;

/// <summary>Lists of mappings, and values with a grammar of their own.</summary>
internal sealed partial class FrontMatterMap
{
    /// <summary>Whether a list stands under the key.</summary>
    public bool IsList(string key) => Find(key) is YamlSequenceNode;

    /// <summary>A list of mappings; empty when the key is not there. Anything else is noted.</summary>
    /// <param name="key">The key.</param>
    /// <param name="example">How an item may look, for messages.</param>
    public IReadOnlyList<FrontMatterMap> Maps(string key, string example)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        if (value is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            errors.Add(At(value, $"'{Qualified(key)}' holds {Describe(value)}; allowed is a list with at least one item such as '- {example}'"));
            return [];
        }

        var maps = new List<FrontMatterMap>();
        foreach (var (index, item) in list.Children.Index())
        {
            if (item is YamlMappingNode map)
            {
                maps.Add(new FrontMatterMap(map, $"{Qualified(key)}[{index}]", errors));
            }
            else
            {
                errors.Add(At(item, $"an item of '{Qualified(key)}' is {Describe(item)}; allowed is a mapping such as '- {example}'"));
            }
        }

        return maps;
    }

    /// <summary>A text with all its lines, as a block of YAML writes it; null when it is not there or no single value, which is noted.</summary>
    public string? Block(string key) => Text(key) is null ? null : ((YamlScalarNode)Find(key)!).Value;

    /// <summary>Every key of the mapping with the text under it, all its lines.</summary>
    public ImmutableSortedDictionary<string, string> Blocks() =>
        Keys().Select(key => (key, Text: Block(key))).Where(pair => pair.Text is not null).ToImmutableSortedDictionary(pair => pair.key, pair => pair.Text!, StringComparer.Ordinal);

    /// <summary>Every key of a mapping under the key, with one value or a list of values each; empty when it is not there.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> TextLists(string key)
    {
        var map = Map(key);
        if (map is null)
        {
            return ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;
        }

        var entries = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var name in map.Keys())
        {
            if (map.Texts(name) is { IsEmpty: false } values)
            {
                entries[name] = values;
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>A list of objects of any shape, typed as YAML types them; empty when the key is not there.</summary>
    public ImmutableArray<JsonObject> Objects(string key, string example) => [.. Maps(key, example).Select(map => (JsonObject)Json(map.Node)!)];

    /// <summary>A time such as <c>90s</c>, <c>5m</c>, <c>2h</c> or <c>1d</c> within bounds; null when it is not there or something else, which is noted.</summary>
    public TimeSpan? Time(string key, TimeSpan least, TimeSpan most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (TimeGrammar().Match(text) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var amount)
        {
            var time = match.Groups[2].Value switch
            {
                "s" => TimeSpan.FromSeconds(amount),
                "m" => TimeSpan.FromMinutes(amount),
                "h" => TimeSpan.FromHours(amount),
                _ => TimeSpan.FromDays(amount),
            };
            if (time >= least && time <= most)
            {
                return time;
            }
        }

        Refuse(key, $"'{text}' is not a value of '{Qualified(key)}'; allowed are times such as 90s, 5m, 2h or 1d, from {Duration.Words(least)} to {Duration.Words(most)}");
        return null;
    }

    /// <summary>One code of an enumeration as front matter writes it: lower case, with dashes between words.</summary>
    public T? Word<T>(string key) where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var words = Enum.GetValues<T>().ToDictionary(Words.Of);
        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Refuse(key, $"'{text}' is not a value of '{Qualified(key)}'{Hint(text, words.Keys)}");
        return null;
    }

    /// <summary>Every key that is a text.</summary>
    public IReadOnlyList<string> Keys() => [.. node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "")];

    /// <summary>The line on which the mapping begins, from 1, in the whole text.</summary>
    public int Line => (int)node.Start.Line + FrontMatter.FirstLine - 1;

    private YamlMappingNode Node => node;

    [GeneratedRegex(@"\A([0-9]{1,6})(s|m|h|d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeGrammar();
}
