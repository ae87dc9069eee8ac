namespace AiSre.Remediation.Yaml;

/// <summary>The part of a text that a scalar's content takes, after its anchor and tag.</summary>
internal readonly record struct YamlSpan(int Start, int End)
{
    public static YamlSpan Of(YamlFile file, YamlScalar scalar)
    {
        var start = scalar.Start;
        if (scalar.Anchor is not null || scalar.Tag is not null)
        {
            while (start < scalar.End && file.Text[start] is '&' or '!')
            {
                start += file.Text.AsSpan(start, scalar.End - start).IndexOfAny(" \t\r\n") is var stop and >= 0 ? stop : scalar.End - start;
                start += file.Text.AsSpan(start, scalar.End - start).IndexOfAnyExcept(" \t\r\n") is var skip and >= 0 ? skip : scalar.End - start;
            }
        }

        return new YamlSpan(start, scalar.End);
    }

    /// <summary>Whether any collection on the way to a node is written with braces or brackets.</summary>
    public static bool IsInFlow(YamlFile file, int document, YamlPath path)
    {
        var node = file.Documents[document];
        foreach (var segment in path.Segments)
        {
            switch (node)
            {
                case YamlMapping { IsFlow: true } or YamlSequence { IsFlow: true }:
                    return true;
                case YamlMapping mapping:
                    node = mapping[segment.Name];
                    break;
                case YamlSequence sequence:
                    node = sequence.Items[segment.Index!.Value];
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    public string TextIn(YamlFile file) => file.Text[Start..End];

    /// <summary>The text with other content, and where that content begins.</summary>
    public (string Text, int Start) Replace(YamlFile file, string raw)
    {
        var (start, space) = (Start, "");
        if (Start == End && raw.Length > 0 && Start > 0 && file.Text[Start - 1] is not (' ' or '\t' or '\n'))
        {
            // Nothing stands behind "key:" or "-" yet: use the blank that is there, unless a comment needs it, or bring one.
            var hasBlank = Start < file.Text.Length && file.Text[Start] == ' ' && !(Start + 1 < file.Text.Length && file.Text[Start + 1] == '#');
            (start, space) = hasBlank ? (Start + 1, "") : (Start, " ");
        }

        var end = Math.Max(start, End);
        return (string.Concat(file.Text.AsSpan(0, start), space, raw, file.Text.AsSpan(end)), start + space.Length);
    }

    /// <summary>
    /// Whether the span is exactly that part of a text. A block scalar also takes the blank lines behind it, and nothing stands anywhere
    /// in the blanks where it could.
    /// </summary>
    public bool Covers(YamlFile file, int start, int length, YamlScalarStyle style)
    {
        var end = start + length;
        return length == 0
            ? Start == End && IsBlankBetween(file, Start, start)
            : Start == start && (End == end || (style is YamlScalarStyle.Literal or YamlScalarStyle.Folded && IsBlankBetween(file, End, end)));
    }

    private static bool IsBlankBetween(YamlFile file, int left, int right) =>
        YamlCharacters.IsBlank(file.Text.AsSpan(Math.Min(left, right), Math.Abs(left - right)));
}
