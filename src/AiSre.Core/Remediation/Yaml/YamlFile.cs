using System.Collections.Immutable;

namespace AiSre.Remediation.Yaml;

/// <summary>A YAML or JSON file, parsed, with every node's place in the text. Immutable.</summary>
public sealed class YamlFile
{
    private readonly Lazy<(ImmutableArray<YamlNode?> Documents, YamlAliasUses Aliases)> _trees;

    private YamlFile(string text, Lazy<(ImmutableArray<YamlNode?> Documents, YamlAliasUses Aliases)> trees)
    {
        Text = text;
        _trees = trees;
    }

    /// <summary>The whole text, with its byte order mark (U+FEFF) if it has one.</summary>
    public string Text { get; }

    /// <summary>The root of each document; null where a document has no content.</summary>
    public ImmutableArray<YamlNode?> Documents => _trees.Value.Documents;

    /// <summary>Whether the text is JSON rather than block YAML, so that only JSON may be written into it.</summary>
    public bool IsJson => Documents is [YamlMapping { IsFlow: true } or YamlSequence { IsFlow: true }];

    /// <summary>How the file ends its lines: that of its first line.</summary>
    public string NewLine => Text.IndexOf('\n', StringComparison.Ordinal) is var end and > 0 && Text[end - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>How many values it has, aliases counted as what they stand for.</summary>
    internal int Values => _trees.Value.Aliases.Values;

    internal YamlAliasUses Aliases => _trees.Value.Aliases;

    /// <summary>Parses a text.</summary>
    /// <exception cref="YamlRefusedException">It is not YAML, is nested too deeply, or is a template.</exception>
    public static YamlFile Parse(string text)
    {
        var trees = YamlReader.Read(text);
        return new YamlFile(text, new(trees));
    }

    /// <summary>A text that is known to be YAML, since an edit of a file was proven; it is parsed once somebody looks.</summary>
    internal static YamlFile Proven(string text) => new(text, new(() => YamlReader.Read(text)));
}
