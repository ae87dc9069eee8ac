using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Reads a file as Kubernetes' reader does: aliases stand for their anchors, and merge keys lend what a mapping lacks.</summary>
internal sealed class YamlView(YamlFile file)
{
    private const int MostMerges = 16;

    /// <summary>The file.</summary>
    public YamlFile File => file;

    /// <summary>The node itself, or what an alias stands for; null for an alias of nothing.</summary>
    public YamlNode? Resolve(YamlNode? node) => node is YamlAlias alias ? file.Aliases.Target(alias) : node;

    /// <summary>The value of a key, own or merged; null when there is none.</summary>
    public YamlNode? Get(YamlNode? mapping, string key) => Get(mapping, key, 0);

    /// <summary>The value at the end of a way of keys.</summary>
    public YamlNode? Get(YamlNode? mapping, IEnumerable<string> keys) => keys.Aggregate(Resolve(mapping), (node, key) => Get(node, key));

    /// <summary>A scalar's text; null when there is none, or something else.</summary>
    public string? Text(YamlNode? mapping, string key) => Get(mapping, key) is YamlScalar scalar && YamlTypes.Resolve(scalar) != YamlType.Null ? scalar.Value : null;

    /// <summary>The items of a list under a key; empty when there is none.</summary>
    public IEnumerable<(YamlNode Item, int Index)> Items(YamlNode? mapping, string key) =>
        Get(mapping, key) is YamlSequence list
            ? list.Items.Select((item, index) => (Item: Resolve(item)!, Index: index)).Where(pair => pair.Item is not null)
            : [];

    /// <summary>A value as a text in which layout and order of keys do not count.</summary>
    /// <param name="node">The value.</param>
    /// <param name="except">A key to leave out wherever it is; null for none.</param>
    public string Flat(YamlNode? node, string? except = null) => Resolve(node) switch
    {
        YamlScalar scalar => $"'{scalar.Value}'",
        YamlSequence list => $"[{string.Join(',', list.Items.Select(item => Flat(item, except)))}]",
        YamlMapping mapping => $"{{{string.Join(',', mapping.Entries.Where(entry => except is null || entry.Key is not YamlScalar key || key.Value != except).Select(entry => $"{Flat(entry.Key, except)}:{Flat(entry.Value, except)}").Order(StringComparer.Ordinal))}}}",
        _ => "",
    };

    /// <summary>A value as JSON; null for an empty one.</summary>
    public JsonNode? Json(YamlNode? node)
    {
        switch (Resolve(node))
        {
            case YamlScalar scalar:
                return YamlTypes.Resolve(scalar) switch
                {
                    YamlType.Null => null,
                    YamlType.Boolean => JsonValue.Create(scalar.Value.Equals("true", StringComparison.OrdinalIgnoreCase)),
                    YamlType.Integer when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
                    YamlType.Float when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
                    _ => JsonValue.Create(scalar.Value),
                };
            case YamlSequence list:
                return new JsonArray([.. list.Items.Select(Json)]);
            case YamlMapping mapping:
                var map = new JsonObject();
                foreach (var entry in mapping.Entries)
                {
                    map[(entry.Key as YamlScalar)?.Value ?? ""] = Json(entry.Value);
                }

                return map;
            default:
                return null;
        }
    }

    private YamlNode? Get(YamlNode? node, string key, int merges)
    {
        if (Resolve(node) is not YamlMapping mapping || merges > MostMerges)
        {
            return null;
        }

        if (mapping[key] is { } own)
        {
            return Resolve(own);
        }

        return Resolve(mapping["<<"]) switch
        {
            YamlMapping lender => Get(lender, key, merges + 1),
            YamlSequence lenders => lenders.Items.Select(lender => Get(lender, key, merges + 1)).FirstOrDefault(value => value is not null),
            _ => null,
        };
    }
}
