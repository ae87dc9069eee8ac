namespace AiSre.Remediation.Yaml;

/// <summary>Where the anchors of a file are used. A name may be anchored again further down; a use means the last anchor above it.</summary>
internal sealed class YamlAliasUses
{
    private readonly Dictionary<(int Document, string Name), YamlNode> _anchors = [];
    private readonly Dictionary<YamlNode, int> _firstUse = [];
    private readonly Dictionary<YamlAlias, YamlNode> _targets = [];

    /// <summary>How many values the file has, aliases counted as what they stand for.</summary>
    public int Values { get; set; }

    public void AddAnchor(int document, YamlNode node) => _anchors[(document, node.Anchor!)] = node;

    public void AddUse(int document, YamlAlias alias)
    {
        if (_anchors.TryGetValue((document, alias.Name), out var node))
        {
            _firstUse.TryAdd(node, alias.Line);
            _targets.Add(alias, node);
        }
    }

    /// <summary>The line of the first use of a node's anchor; null when nothing uses it.</summary>
    public int? FirstUse(YamlNode node) => _firstUse.TryGetValue(node, out var line) ? line : null;

    /// <summary>The anchored node that an alias stands for; null when there is none (or the alias stands within it).</summary>
    public YamlNode? Target(YamlAlias alias) => _targets.GetValueOrDefault(alias);
}
