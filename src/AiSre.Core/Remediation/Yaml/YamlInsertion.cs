using System.Text.Json.Nodes;

namespace AiSre.Remediation.Yaml;

/// <summary>Puts a new entry or item behind the last one of a collection, and proves that nothing else changed.</summary>
internal static class YamlInsertion
{
    public static YamlFile AddKey(YamlFile file, int document, YamlPath path, YamlMapping mapping, string key, JsonNode? value)
    {
        var layout = YamlLayout.Of(file);
        var text = mapping switch
        {
            { IsFlow: true } => InsertIntoFlow(file, mapping, mapping.Entries is [.., var last] ? (last.Key, last.Value) : null, layout.FlowEntry(key, value)),
            { Entries: [.., var last] } => InsertLines(file, last.Value, layout.Entry(key, value, YamlLayout.ColumnOf(file, mapping) - 1)),
            _ => throw new YamlRefusedException($"the mapping in line {mapping.Line} is empty", mapping.Line),
        };

        return Prove(file, document, path, text, (before, after) =>
            before is YamlMapping old && after is YamlMapping changed && changed.Entries.Length == old.Entries.Length + 1
            && SameEntries(old, changed)
            && changed.Entries[^1] is { Key: YamlScalar newKey } added && newKey.Value == key && Means(added.Value, value));
    }

    public static YamlFile Append(YamlFile file, int document, YamlPath path, YamlNode list, JsonNode? item)
    {
        var layout = YamlLayout.Of(file);
        var text = list switch
        {
            YamlSequence { IsFlow: true } flow => InsertIntoFlow(file, flow, flow.Items is [.., var last] ? (last, last) : null, layout.Flow(item)),
            YamlSequence { Items: [.., var last] } block => InsertLines(file, last, layout.Item(item, YamlLayout.ColumnOf(file, block) - 1, DashWidth(file, block, last))),
            YamlScalar empty when path.Segments is [.., { Key: not null }] && !YamlSpan.IsInFlow(file, document, path) =>
                InsertLines(file, empty, layout.Item(item, KeyColumn(file, document, path) - 1 + layout.SequenceIndentation, YamlLayout.DashWidth)),
            _ => throw new YamlRefusedException($"the list in line {list.Line} is empty", list.Line),
        };

        return Prove(file, document, path, text, (before, after) =>
            after is YamlSequence changed
            && (before is YamlSequence old ? changed.Items.Length == old.Items.Length + 1 && SameItems(old, changed) : changed.Items.Length == 1)
            && Means(changed.Items[^1], item));
    }

    private static string InsertLines(YamlFile file, YamlNode last, IReadOnlyList<string> lines)
    {
        var text = file.Text;
        var end = YamlLines.EndBehind(file, last);
        var block = string.Join(file.NewLine, lines);
        return end == text.Length && !text.EndsWith('\n')
            ? text + file.NewLine + block
            : string.Concat(text.AsSpan(0, end), block, file.NewLine, text.AsSpan(end));
    }

    private static string InsertIntoFlow(YamlFile file, YamlNode collection, (YamlNode Start, YamlNode End)? last, string content)
    {
        var text = file.Text;
        if (last is not { } node)
        {
            var open = text.AsSpan(collection.Start, collection.End - collection.Start).IndexOfAny("[{") + collection.Start;
            return string.Concat(text.AsSpan(0, open + 1), content, text.AsSpan(collection.End - 1));
        }

        var behind = text.AsSpan(node.End.End, collection.End - 1 - node.End.End);
        if (behind.IndexOfAnyExcept(" \t\r\n") >= 0)
        {
            throw new YamlRefusedException($"line {node.End.Line} has a comment or a comma behind the last item of a list or mapping in brackets", node.End.Line);
        }

        // One item a line stays one item a line.
        var lineStart = text.LastIndexOf('\n', Math.Max(node.Start.Start - 1, 0)) + 1;
        var indentation = text.AsSpan(lineStart, node.Start.Start - lineStart);
        var separator = lineStart > collection.Start && YamlCharacters.IsBlank(indentation) ? $",{file.NewLine}{indentation}" : ", ";
        return string.Concat(text.AsSpan(0, node.End.End), separator, content, text.AsSpan(node.End.End));
    }

    // How far an item's content stands behind its dash.
    private static int DashWidth(YamlFile file, YamlSequence list, YamlNode last) =>
        Math.Max(last.Column - YamlLayout.ColumnOf(file, list), YamlLayout.DashWidth);

    private static int KeyColumn(YamlFile file, int document, YamlPath path) =>
        YamlLayout.ColumnOf(file, YamlLocator.Find(file, document, new YamlPath(path.Segments[..^1]), allUses: false));

    private static YamlFile Prove(YamlFile file, int document, YamlPath path, string text, Func<YamlNode, YamlNode, bool> isIntended)
    {
        var after = YamlFile.Parse(text);
        new YamlComparer(document, path, (before, node) =>
        {
            if (!isIntended(before, node))
            {
                throw new YamlRefusedException($"what would be added behind line {before.Line} would not be read as intended", before.Line);
            }
        }).Compare(file, after);
        return after;
    }

    private static bool SameEntries(YamlMapping before, YamlMapping after)
    {
        for (var index = 0; index < before.Entries.Length; index++)
        {
            YamlComparer.CompareUnchanged(before.Entries[index].Key, after.Entries[index].Key);
            YamlComparer.CompareUnchanged(before.Entries[index].Value, after.Entries[index].Value);
        }

        return true;
    }

    private static bool SameItems(YamlSequence before, YamlSequence after)
    {
        for (var index = 0; index < before.Items.Length; index++)
        {
            YamlComparer.CompareUnchanged(before.Items[index], after.Items[index]);
        }

        return true;
    }

    private static bool Means(YamlNode node, JsonNode? value) => (node, value) switch
    {
        (YamlMapping mapping, JsonObject expected) =>
            mapping.Entries.Length == expected.Count
            && mapping.Entries.Zip(expected).All(pair => pair.First.Key is YamlScalar key && key.Value == pair.Second.Key && Means(pair.First.Value, pair.Second.Value)),
        (YamlSequence sequence, JsonArray expected) =>
            sequence.Items.Length == expected.Count && sequence.Items.Zip(expected).All(pair => Means(pair.First, pair.Second)),
        (YamlScalar scalar, null or JsonValue) => YamlLayout.Value(value).IsValueOf(scalar),
        _ => false,
    };
}
