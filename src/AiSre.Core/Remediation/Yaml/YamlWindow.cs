namespace AiSre.Remediation.Yaml;

/// <summary>
/// Proves a change of a scalar by parsing only the entry of a block mapping that it is in. What such an entry means depends on nothing but
/// its own lines: it begins at its key's column, and the first line that is not indented further ends it, whatever stands before or behind.
/// </summary>
/// <remarks>
/// It only ever says yes. Where the entry alone does not prove the change (there is none, as in JSON; a block scalar keeps the blank lines
/// behind it; there are directives; or it is wrong), the whole file is parsed, and that decides.
/// </remarks>
internal static class YamlWindow
{
    /// <param name="file">The file before the edit.</param>
    /// <param name="document">The document's index.</param>
    /// <param name="path">Where the changed scalar stands.</param>
    /// <param name="span">Where its content stood.</param>
    /// <param name="text">The text after the edit.</param>
    /// <param name="start">Where the new content begins in it.</param>
    /// <param name="length">How long that is.</param>
    /// <param name="verify">Throws unless the scalar is as intended: given a file, where the new content begins in it, and the node.</param>
    public static bool Proves(YamlFile file, int document, YamlPath path, YamlSpan span, string text, int start, int length, Action<YamlFile, int, YamlNode> verify)
    {
        var raw = text.AsSpan(start, length);
        if (raw.ContainsAny("\u0085\u2028\u2029") || KeepsBlankLines(raw) || HasDirective(file.Text) || EntryOf(file, document, path) is not var (entry, depth))
        {
            return false;
        }

        try
        {
            var end = Math.Max(YamlLines.EndBehind(file, entry.Value), span.End) + text.Length - file.Text.Length;
            if (end < text.Length && text[end - 1] != '\n')
            {
                return false; // A block scalar went with its line break: what follows would join this line.
            }

            var column = entry.Key.Column - 1;
            var window = YamlFile.Parse(new string(' ', column) + text[entry.Key.Start..end]);
            if (window.Documents is not [YamlMapping { IsFlow: false, Entries: [var now] }])
            {
                return false;
            }

            YamlComparer.CompareUnchanged(entry.Key, now.Key);
            return new YamlComparer(document, path, (_, node) => verify(window, start - entry.Key.Start + column, node)).CompareBranch(entry.Value, now.Value, depth);
        }
        catch (YamlRefusedException)
        {
            return false;
        }
    }

    /// <summary>The innermost entry on the path that has lines of its own, and how many segments lead to its value.</summary>
    private static (YamlEntry Entry, int Depth)? EntryOf(YamlFile file, int document, YamlPath path)
    {
        (YamlEntry, int)? found = null;
        var node = file.Documents[document];
        for (var depth = 0; depth < path.Segments.Length; depth++)
        {
            switch (node)
            {
                case YamlMapping { IsFlow: false } mapping when mapping.Entries.FirstOrDefault(entry => path.Segments[depth].IsNameOf(entry)) is { } entry:
                    found = HasOwnLines(file.Text, entry.Key) ? (entry, depth + 1) : found;
                    node = entry.Value;
                    break;
                case YamlSequence { IsFlow: false } list:
                    node = list.Items[path.Segments[depth].Index!.Value];
                    break;
                default:
                    return found;
            }
        }

        return found;
    }

    // Behind nothing but blanks and dashes, and not in the form "? key".
    private static bool HasOwnLines(string text, YamlNode key) =>
        key is YamlScalar { Anchor: null, Tag: null } && text.AsSpan(YamlLines.StartOf(text, key.Start)..key.Start).IndexOfAnyExcept(" -") < 0
        && !text.AsSpan(key.Start..key.End).Contains('\n') && text.AsSpan(key.End).TrimStart(' ').StartsWith(":");

    private static bool KeepsBlankLines(ReadOnlySpan<char> raw) => raw is ['|' or '>', ..] && raw.IndexOf('\n') is var end && (end < 0 ? raw : raw[..end]).Contains('+');

    private static bool HasDirective(string text) => text.StartsWith('%') || text.Contains("\n%", StringComparison.Ordinal);
}
