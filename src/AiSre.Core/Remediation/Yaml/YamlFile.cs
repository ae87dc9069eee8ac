using System.Collections.Immutable;

namespace AiSre.Remediation.Yaml;

/// <summary>A YAML or JSON file, parsed, with every node's place in the text. Immutable.</summary>
public sealed class YamlFile
{
    internal YamlFile(string text, ImmutableArray<YamlNode?> documents, YamlAliasUses aliases)
    {
        Text = text;
        Documents = documents;
        Aliases = aliases;
    }

    /// <summary>The whole text, with its byte order mark (U+FEFF) if it has one.</summary>
    public string Text { get; }

    /// <summary>The root of each document; null where a document has no content.</summary>
    public ImmutableArray<YamlNode?> Documents { get; }

    /// <summary>Whether the text is JSON rather than block YAML, so that only JSON may be written into it.</summary>
    public bool IsJson => Documents is [YamlMapping { IsFlow: true } or YamlSequence { IsFlow: true }];

    /// <summary>How the file ends its lines: that of its first line.</summary>
    public string NewLine => Text.IndexOf('\n', StringComparison.Ordinal) is var end and > 0 && Text[end - 1] == '\r' ? "\r\n" : "\n";

    internal YamlAliasUses Aliases { get; }

    /// <summary>Parses a text.</summary>
    /// <exception cref="YamlRefusedException">It is not YAML, is nested too deeply, or is a template.</exception>
    public static YamlFile Parse(string text) => YamlReader.Read(text);
}
