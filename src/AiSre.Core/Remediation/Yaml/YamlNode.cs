using System.Collections.Immutable;

namespace AiSre.Remediation.Yaml;

/// <summary>A node of a YAML file with its exact place in the text. Offsets are UTF-16 units from the text's start, a byte order mark included.</summary>
public abstract class YamlNode
{
    /// <summary>Where the node begins: at its anchor or tag, if it has one.</summary>
    public required int Start { get; init; }

    /// <summary>
    /// Where the node ends. A flow collection ends after its bracket, a block scalar after the blank lines that follow it, and a block
    /// collection where its last child does. An empty scalar has no width: it stands where its value would begin.
    /// </summary>
    public required int End { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>From 1, in UTF-16 units.</summary>
    public required int Column { get; init; }

    /// <summary>The anchor's name, without <c>&amp;</c>.</summary>
    public string? Anchor { get; init; }

    /// <summary>The tag where one is written.</summary>
    public string? Tag { get; init; }

    /// <summary>What it is, for people.</summary>
    public abstract string Describe();
}

public sealed class YamlScalar : YamlNode
{
    /// <summary>The text that the scalar stands for, escapes and folding resolved.</summary>
    public required string Value { get; init; }

    public required YamlScalarStyle Style { get; init; }

    public override string Describe() => "a scalar";
}

public enum YamlScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,

    /// <summary>A block scalar that begins with <c>|</c>.</summary>
    Literal,

    /// <summary>A block scalar that begins with <c>&gt;</c>.</summary>
    Folded,
}

public sealed class YamlMapping : YamlNode
{
    /// <summary>In the order of the text; a key that is written twice is here twice.</summary>
    public required ImmutableArray<YamlEntry> Entries { get; init; }

    /// <summary>Whether it is written with braces.</summary>
    public required bool IsFlow { get; init; }

    /// <summary>The value of a key; null when the key is not there. The last one where a key is written twice, as Kubernetes' reader takes it.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            for (var index = Entries.Length - 1; index >= 0; index--)
            {
                if (Entries[index].Key is YamlScalar scalar && scalar.Value == key)
                {
                    return Entries[index].Value;
                }
            }

            return null;
        }
    }

    /// <summary>The text of a scalar under a key; null when there is none.</summary>
    public string? Text(string key) => (this[key] as YamlScalar)?.Value;

    public override string Describe() => "a mapping";
}

/// <summary>A key with its value.</summary>
public sealed record YamlEntry(YamlNode Key, YamlNode Value);

public sealed class YamlSequence : YamlNode
{
    public required ImmutableArray<YamlNode> Items { get; init; }

    /// <summary>Whether it is written with brackets.</summary>
    public required bool IsFlow { get; init; }

    public override string Describe() => "a list";
}

/// <summary>A use of an anchor, <c>*name</c>.</summary>
public sealed class YamlAlias : YamlNode
{
    /// <summary>The anchor's name.</summary>
    public required string Name { get; init; }

    public override string Describe() => $"the alias *{Name}";
}
