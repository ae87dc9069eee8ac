using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Reads a file as Kubernetes' reader does: aliases stand for their anchors, and merge keys lend what a mapping lacks.</summary>
internal sealed class YamlView(YamlFile file)
{
    private const int MostMerges = 16;

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
