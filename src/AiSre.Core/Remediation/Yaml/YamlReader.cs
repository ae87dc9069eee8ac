using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre.Remediation.Yaml;

/// <summary>
/// Builds the tree with places from YamlDotNet's events. Their marks are exact for every scalar style; what they leave out
/// (closing brackets, byte order marks) is added here. Aliases are kept as such, so that a "billion laughs" file stays small.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>Deeper nesting than any manifest has is refused, since trees are walked recursively.</summary>
    private const int DeepestNesting = 200;

    /// <summary>More values than any manifest has, aliases counted as what they stand for: who follows them would never end.</summary>
    private const int MostValues = 500_000;

    private readonly int _offset;
    private readonly Parser _parser;
    private readonly YamlAliasUses _aliases = new();
    private readonly Dictionary<YamlNode, long> _weights = [];
    private long _values;
    private int _document;
    private int _depth;

    private YamlReader(string text)
    {
        _offset = text.StartsWith('\uFEFF') ? 1 : 0;
        _parser = new Parser(new StringReader(_offset == 0 ? text : text[_offset..]));
    }

    public static (ImmutableArray<YamlNode?> Documents, YamlAliasUses Aliases) Read(string text)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) is var zero and >= 0)
        {
            // YamlDotNet takes it for the end of the file.
            var line = text.AsSpan(0, zero).Count('\n') + 1;
            throw new YamlRefusedException($"line {line} has a character of code 0, so the file is no text", line);
        }

        var reader = new YamlReader(text);
        try
        {
            return reader.ReadStream();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's scanner gives up on some malformed texts with this instead of an error of its own.
            var line = (int)(reader._parser.Current?.End.Line ?? 1);
            throw new YamlRefusedException($"line {line} is followed by something that is not valid YAML", line);
        }
        catch (YamlException error)
        {
            // What is missing at the end is reported on the line after it.
            var line = (int)Math.Min(error.Start.Line, text.AsSpan().TrimEnd().Count('\n') + 1);
            throw new YamlRefusedException($"line {line} is not valid YAML ({error.Message.TrimEnd('.')})", line);
        }
    }

    private (ImmutableArray<YamlNode?> Documents, YamlAliasUses Aliases) ReadStream()
    {
        var documents = ImmutableArray.CreateBuilder<YamlNode?>();
        _parser.MoveNext();
        _parser.MoveNext();
        while (_parser.Current is DocumentStart)
        {
            _parser.MoveNext();
            var root = ReadNode();
            documents.Add(root is YamlScalar { Value: "", Style: YamlScalarStyle.Plain, Anchor: null, Tag: null } ? null : root);
            _parser.MoveNext();
            _document++;
        }

        _aliases.Values = (int)_values;
        return (documents.ToImmutable(), _aliases);
    }

    private YamlNode ReadNode()
    {
        Count(1);
        switch (_parser.Current)
        {
            case Scalar scalar:
                _parser.MoveNext();
                return Register(new YamlScalar
                {
                    Start = At(scalar.Start),
                    End = At(scalar.End),
                    Line = (int)scalar.Start.Line,
                    Column = (int)scalar.Start.Column,
                    Anchor = Name(scalar.Anchor),
                    Tag = Name(scalar.Tag),
                    Value = scalar.Value,
                    Style = Style(scalar.Style),
                });
            case AnchorAlias alias:
                _parser.MoveNext();
                var use = new YamlAlias
                {
                    Start = At(alias.Start),
                    End = At(alias.End),
                    Line = (int)alias.Start.Line,
                    Column = (int)alias.Start.Column,
                    Name = alias.Value.Value,
                };
                _aliases.AddUse(_document, use);
                Count(_aliases.Target(use) is { } target ? _weights[target] : 0);
                return use;
            case SequenceStart sequence:
                return ReadSequence(sequence);
            case MappingStart mapping:
                return ReadMapping(mapping);
            default:
                throw new YamlRefusedException("the file ends where a value is expected");
        }
    }

    private YamlSequence ReadSequence(SequenceStart start)
    {
        var before = _values;
        Enter(start);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode());
        }

        var isFlow = start.Style == SequenceStyle.Flow;
        var close = Leave();
        return Register(new YamlSequence
        {
            Start = At(start.Start),
            End = isFlow ? close : items.Count > 0 ? items[^1].End : At(start.End),
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column,
            Anchor = Name(start.Anchor),
            Tag = Name(start.Tag),
            Items = items.ToImmutable(),
            IsFlow = isFlow,
        }, _values - before);
    }

    private YamlMapping ReadMapping(MappingStart start)
    {
        var before = _values;
        Enter(start);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode();
            if (key is YamlMapping { IsFlow: true } && start.Style == MappingStyle.Flow)
            {
                // "{{ .Values.image }}" happens to be YAML: a mapping that is the key of a mapping. Nobody means that.
                throw new YamlRefusedException($"line {key.Line} has a template expression '{{{{ … }}}}', so the file is a template and not YAML", key.Line);
            }

            entries.Add(new YamlEntry(key, ReadNode()));
        }

        var isFlow = start.Style == MappingStyle.Flow;
        var close = Leave();
        return Register(new YamlMapping
        {
            Start = At(start.Start),
            End = isFlow ? close : entries.Count > 0 ? entries[^1].Value.End : At(start.End),
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column,
            Anchor = Name(start.Anchor),
            Tag = Name(start.Tag),
            Entries = entries.ToImmutable(),
            IsFlow = isFlow,
        }, _values - before);
    }

    private void Enter(ParsingEvent start)
    {
        if (++_depth > DeepestNesting)
        {
            throw new YamlRefusedException($"line {start.Start.Line} is nested more than {DeepestNesting} levels deep", (int)start.Start.Line);
        }

        _parser.MoveNext();
    }

    private int Leave()
    {
        _depth--;

        // The mark of a closing bracket stands before the bracket.
        var close = At(_parser.Current!.Start) + 1;
        _parser.MoveNext();
        return close;
    }

    private void Count(long values)
    {
        _values += values;
        if (_values > MostValues)
        {
            var line = (int)_parser.Current!.Start.Line;
            throw new YamlRefusedException($"line {line} is where it has more than {MostValues} values, aliases counted as what they stand for", line);
        }
    }

    private T Register<T>(T node, long weight = 1) where T : YamlNode
    {
        if (node.Start > node.End)
        {
            // YamlDotNet's marks go wrong where YAML 1.1 and 1.2 disagree about what a line break is.
            throw new YamlRefusedException($"line {node.Line} has a value whose place in the text is not clear", node.Line);
        }

        if (node.Anchor is not null)
        {
            _aliases.AddAnchor(_document, node);
            _weights[node] = weight;
        }

        return node;
    }

    private int At(Mark mark) => (int)mark.Index + _offset;

    private static string? Name(AnchorName anchor) => anchor.IsEmpty ? null : anchor.Value;

    private static string? Name(TagName tag) => tag.IsEmpty ? null : tag.IsNonSpecific ? "!" : tag.Value;

    private static YamlScalarStyle Style(ScalarStyle style) => style switch
    {
        ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
        ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
        ScalarStyle.Literal => YamlScalarStyle.Literal,
        ScalarStyle.Folded => YamlScalarStyle.Folded,
        _ => YamlScalarStyle.Plain,
    };
}
