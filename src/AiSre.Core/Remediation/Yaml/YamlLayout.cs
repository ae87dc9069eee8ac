using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiSre.Remediation.Yaml;

/// <summary>How a file lays out its collections, and new ones written the same way.</summary>
internal sealed class YamlLayout
{
    /// <summary>A dash and a blank.</summary>
    public const int DashWidth = 2;

    private const int DefaultIndentation = 2;
    private readonly YamlPlace _block;
    private readonly int _mappingIndentation;

    private YamlLayout(YamlFile file, int mappingIndentation, int sequenceIndentation)
    {
        _block = new YamlPlace(InFlow: false, file.IsJson, file.NewLine);
        _mappingIndentation = mappingIndentation;
        SequenceIndentation = sequenceIndentation;
    }

    /// <summary>How far a list is indented below its key: often 0, sometimes 2.</summary>
    public int SequenceIndentation { get; }

    /// <summary>Looks at the first nested mapping and the first list of the file.</summary>
    public static YamlLayout Of(YamlFile file)
    {
        int? mapping = null, sequence = null;
        foreach (var document in file.Documents)
        {
            Measure(file, document, ref mapping, ref sequence);
        }

        return new YamlLayout(file, mapping ?? DefaultIndentation, sequence ?? 0);
    }

    /// <summary>The column, from 1, of a block mapping's keys or a block list's dashes, wherever its anchor or tag stands.</summary>
    public static int ColumnOf(YamlFile file, YamlNode collection) => collection switch
    {
        YamlMapping { Entries: [var first, ..] } => first.Key.Column,
        YamlSequence { Items: [var first, ..] } when file.Text.LastIndexOf('-', Math.Max(first.Start - 1, 0)) is var dash and >= 0 =>
            dash - file.Text.LastIndexOf('\n', dash),
        _ => collection.Column,
    };

    /// <summary>The lines of a key with its value.</summary>
    public IReadOnlyList<string> Entry(string key, JsonNode? value, int indentation)
    {
        var head = new string(' ', indentation) + YamlScalarWriter.Fresh(YamlValue.String(key), _block) + ":";
        return value switch
        {
            JsonObject { Count: > 0 } map => [head, .. map.SelectMany(entry => Entry(entry.Key, entry.Value, indentation + _mappingIndentation))],
            JsonArray { Count: > 0 } list => [head, .. list.SelectMany(item => Item(item, indentation + SequenceIndentation, DashWidth))],
            _ => [$"{head} {Flow(value)}"],
        };
    }

    /// <summary>The lines of a list's item.</summary>
    public IReadOnlyList<string> Item(JsonNode? item, int indentation, int dashWidth)
    {
        var dash = new string(' ', indentation) + "-" + new string(' ', dashWidth - 1);
        if (item is not JsonObject { Count: > 0 } map)
        {
            return [dash + Flow(item)];
        }

        List<string> lines = [.. map.SelectMany(entry => Entry(entry.Key, entry.Value, indentation + dashWidth))];
        lines[0] = dash + lines[0][(indentation + dashWidth)..];
        return lines;
    }

    /// <summary>A key with its value, within braces.</summary>
    public string FlowEntry(string key, JsonNode? value) =>
        $"{YamlScalarWriter.Fresh(YamlValue.String(key), _block with { InFlow = true })}: {Flow(value, inFlow: true)}";

    /// <summary>A value within braces or brackets, or a scalar.</summary>
    public string Flow(JsonNode? value, bool inFlow = false) => value switch
    {
        JsonObject map => $"{{{string.Join(", ", map.Select(entry => FlowEntry(entry.Key, entry.Value)))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(item => Flow(item, inFlow: true)))}]",
        _ => YamlScalarWriter.Fresh(Value(value), _block with { InFlow = inFlow }),
    };

    /// <summary>A scalar as a value.</summary>
    public static YamlValue Value(JsonNode? scalar) =>
        scalar is null ? new YamlValue(YamlType.Null, "null") : YamlValue.FromJson(JsonSerializer.SerializeToElement(scalar));

    private static void Measure(YamlFile file, YamlNode? node, ref int? mapping, ref int? sequence)
    {
        switch (node)
        {
            case YamlMapping { IsFlow: false } map:
                foreach (var value in map.Entries.Select(entry => entry.Value))
                {
                    if (value is YamlMapping { IsFlow: false, Anchor: null, Tag: null })
                    {
                        mapping ??= value.Column - ColumnOf(file, map);
                    }
                    else if (value is YamlSequence { IsFlow: false, Anchor: null, Tag: null })
                    {
                        sequence ??= value.Column - ColumnOf(file, map);
                    }

                    Measure(file, value, ref mapping, ref sequence);
                }

                break;
            case YamlSequence { IsFlow: false } list:
                foreach (var item in list.Items)
                {
                    Measure(file, item, ref mapping, ref sequence);
                }

                break;
            default:
                break;
        }
    }
}
