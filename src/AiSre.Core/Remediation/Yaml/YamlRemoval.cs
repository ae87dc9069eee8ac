using System.Text.RegularExpressions;

namespace AiSre.Remediation.Yaml;

/// <summary>Takes an entry or an item out of a collection, and proves that nothing else changed.</summary>
internal static partial class YamlRemoval
{
    /// <exception cref="YamlRefusedException">It is not there, is used elsewhere, or cannot be taken out without touching more.</exception>
    public static YamlFile Remove(YamlFile file, int document, YamlPath path)
    {
        if (path.Segments is not [.., var last])
        {
            throw new YamlRefusedException("a whole document cannot be removed");
        }

        var parentPath = new YamlPath(path.Segments[..^1]);
        var parent = YamlLocator.Find(file, document, parentPath, allUses: false);
        RefuseUsed(file, FindShallow(file, document, path, parent, last));
        var (text, index) = parent switch
        {
            YamlMapping mapping => RemoveEntry(file, document, parentPath, mapping, IndexOf(mapping, last)),
            YamlSequence sequence => RemoveItem(file, document, parentPath, sequence, last.Index!.Value),
            _ => throw new YamlRefusedException($"there is no {path}", parent.Line),
        };
        return Prove(file, document, parentPath, text, index);
    }

    // An alias may be removed where it could not be changed: only what it stands for is shared.
    private static YamlNode FindShallow(YamlFile file, int document, YamlPath path, YamlNode parent, YamlPathSegment last) => parent switch
    {
        YamlMapping mapping when mapping.Entries.Count(entry => last.IsNameOf(entry)) == 1 => mapping.Entries[IndexOf(mapping, last)].Value,
        YamlSequence sequence when last.Index < sequence.Items.Length => sequence.Items[last.Index.Value],
        _ => YamlLocator.Find(file, document, path, allUses: true),
    };

    private static (string Text, int Index) RemoveEntry(YamlFile file, int document, YamlPath parentPath, YamlMapping mapping, int index)
    {
        var (key, value) = mapping.Entries[index];
        return mapping.IsFlow
            ? (CutFlow(file, [.. mapping.Entries.Select(entry => (entry.Key.Start, Math.Max(entry.Key.End, entry.Value.End)))], index), index)
            : (CutLines(file, document, parentPath, mapping, key.Start, value.End > key.End ? value : key, mapping.Entries.Length == 1 ? "{}" : null), index);
    }

    private static (string Text, int Index) RemoveItem(YamlFile file, int document, YamlPath parentPath, YamlSequence list, int index)
    {
        var item = list.Items[index];
        return list.IsFlow
            ? (CutFlow(file, [.. list.Items.Select(one => (one.Start, one.End))], index), index)
            : (CutLines(file, document, parentPath, list, DashOf(file, item), item, list.Items.Length == 1 ? "[]" : null), index);
    }

    /// <param name="file">The file.</param>
    /// <param name="document">The document's index.</param>
    /// <param name="parentPath">Where the collection stands.</param>
    /// <param name="parent">The collection.</param>
    /// <param name="start">Where the key or the dash stands.</param>
    /// <param name="last">The node that ends it.</param>
    /// <param name="empty">How the collection is written when nothing is left; null when something is.</param>
    private static string CutLines(YamlFile file, int document, YamlPath parentPath, YamlNode parent, int start, YamlNode last, string? empty)
    {
        var text = file.Text;
        var lineStart = YamlLines.StartOf(text, start);
        var before = text.AsSpan(lineStart, start - lineStart);
        var end = YamlLines.EndBehind(file, last);
        if (before.Trim(' ') is [])
        {
            // Without a line feed at the end of the file, the line that is the last one now has none.
            var from = end == text.Length && !text.EndsWith('\n') && lineStart > 0 ? BeforeLineBreak(text, lineStart) : lineStart;
            var cut = string.Concat(text.AsSpan(0, from), text.AsSpan(end));
            return empty is null ? cut : cut.Insert(PlaceOfEmpty(file, document, parentPath, parent), " " + empty);
        }

        if (before.IndexOfAnyExcept(" -") >= 0)
        {
            throw new YamlRefusedException($"line {last.Line} has something before it", last.Line);
        }

        // The first of a list's item, on the line of the dash.
        if (empty is not null)
        {
            return string.Concat(text.AsSpan(0, start), empty, text.AsSpan(ContentEnd(text, last.End)));
        }

        var next = text.AsSpan(end).IndexOfAnyExcept(" \t\r\n");
        return string.Concat(text.AsSpan(0, start), text.AsSpan(end + next));
    }

    // "key:" whose only entry goes: "{}" comes behind the colon, or behind its anchor and tag, and before a comment.
    private static int PlaceOfEmpty(YamlFile file, int document, YamlPath parentPath, YamlNode parent)
    {
        if (parentPath.Segments is [.., { } name] && YamlLocator.Find(file, document, new YamlPath(parentPath.Segments[..^1]), allUses: false) is YamlMapping { IsFlow: false } grand)
        {
            var key = grand.Entries[IndexOf(grand, name)].Key;
            if (Colon().Match(file.Text, key.End) is { Success: true } colon)
            {
                return colon.Index + colon.Length;
            }
        }

        throw new YamlRefusedException($"nothing would be left of what begins in line {parent.Line}; remove that as a whole", parent.Line);
    }

    private static string CutFlow(YamlFile file, IReadOnlyList<(int Start, int End)> parts, int index)
    {
        var text = file.Text;
        var (from, to) = parts.Count == 1 ? parts[0]
            : index + 1 < parts.Count ? (parts[index].Start, parts[index + 1].Start)
            : (parts[index - 1].End, parts[index].End);
        var gap = index + 1 < parts.Count ? text.AsSpan(parts[index].End, to - parts[index].End) : text.AsSpan(from, parts[index].Start - from);
        if (parts.Count > 1 && gap.IndexOfAnyExcept(", \t\r\n") >= 0)
        {
            throw new YamlRefusedException("a comment between two items of a list or mapping in brackets would be lost");
        }

        return string.Concat(text.AsSpan(0, from), text.AsSpan(to));
    }

    private static int DashOf(YamlFile file, YamlNode item)
    {
        var dash = file.Text.AsSpan(0, item.Start).LastIndexOfAnyExcept(" \t\r\n");
        return dash >= 0 && file.Text[dash] == '-' ? dash : throw new YamlRefusedException($"the item in line {item.Line} is not behind its dash", item.Line);
    }

    private static int BeforeLineBreak(string text, int lineStart) => lineStart > 1 && text[lineStart - 2] == '\r' ? lineStart - 2 : lineStart - 1;

    // Where a value ends on its last line, without the line break that a block scalar takes along.
    private static int ContentEnd(string text, int end) => text.AsSpan(0, end).LastIndexOfAnyExcept(" \t\r\n") + 1;

    private static int IndexOf(YamlMapping mapping, YamlPathSegment name)
    {
        for (var index = mapping.Entries.Length - 1; index >= 0; index--)
        {
            if (name.IsNameOf(mapping.Entries[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private static void RefuseUsed(YamlFile file, YamlNode node)
    {
        if (node.Anchor is not null && file.Aliases.FirstUse(node) is { } use)
        {
            throw new YamlRefusedException($"the value in line {node.Line} is anchored as &{node.Anchor} and used in line {use}", node.Line);
        }

        foreach (var child in node switch
        {
            YamlMapping mapping => mapping.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
            YamlSequence sequence => sequence.Items,
            _ => [],
        })
        {
            RefuseUsed(file, child);
        }
    }

    private static YamlFile Prove(YamlFile file, int document, YamlPath parentPath, string text, int index)
    {
        var after = YamlFile.Parse(text);
        new YamlComparer(document, parentPath, (before, node) =>
        {
            switch (before, node)
            {
                case (YamlMapping old, YamlMapping left) when left.Entries.Length == old.Entries.Length - 1:
                    foreach (var (was, now) in old.Entries.RemoveAt(index).Zip(left.Entries))
                    {
                        YamlComparer.CompareUnchanged(was.Key, now.Key);
                        YamlComparer.CompareUnchanged(was.Value, now.Value);
                    }

                    break;
                case (YamlSequence old, YamlSequence left) when left.Items.Length == old.Items.Length - 1:
                    foreach (var (was, now) in old.Items.RemoveAt(index).Zip(left.Items))
                    {
                        YamlComparer.CompareUnchanged(was, now);
                    }

                    break;
                default:
                    throw new YamlRefusedException($"more than one entry of what begins in line {before.Line} would go", before.Line);
            }
        }).Compare(file, after);
        return after;
    }

    [GeneratedRegex(@"\G[ \t]*:(?:[ \t]+[&!][^\s]+)*")]
    private static partial Regex Colon();
}
