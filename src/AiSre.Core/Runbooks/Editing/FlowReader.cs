namespace AiSre.Runbooks.Editing;

/// <summary>Reads what stands between brackets, over several lines too. Brackets that are not closed end where the indentation says that something else begins.</summary>
internal sealed class FlowReader(IReadOnlyList<string> lines, int end, OutlineEntry owner, List<FlowSpan> found)
{
    // A stack of its own: a text may open more brackets than a thread's stack has room for.
    private readonly Stack<(FlowSpan Span, OutlineEntry? Item)> _open = new();

    /// <summary>Reads from an opening bracket on; gives the last line that was read.</summary>
    public int Read(int line, int column)
    {
        Open(owner, line, column++);
        var written = line;
        for (; ; line++, column = 0)
        {
            written = lines[line].AsSpan().IsWhiteSpace() ? written : line;
            for (column = YamlOutline.Skip(lines[line], column); column < lines[line].Length; column = YamlOutline.Skip(lines[line], column))
            {
                if (lines[line][column] == '#' && YamlOutline.CommentAt(lines[line], column) == column)
                {
                    break;
                }

                column = ReadToken(line, column);
                if (_open.Count == 0)
                {
                    return line;
                }
            }

            if (line + 1 >= end || EndsBefore(lines[line + 1]))
            {
                foreach (var (span, _) in _open)
                {
                    span.End = (written, lines[written].Length);
                }

                return line;
            }
        }
    }

    private bool EndsBefore(string next) =>
        !next.AsSpan().IsWhiteSpace() && YamlOutline.Indent(next) <= owner.Column && next[YamlOutline.Indent(next)] is not ('}' or ']');

    private int ReadToken(int line, int column)
    {
        var text = lines[line];
        var (span, item) = _open.Peek();
        switch (text[column])
        {
            case '{' or '[':
                Open(item ?? Item(span, null, line, column), line, column);
                return column + 1;
            case '}' or ']':
                span.End = (line, column);
                _open.Pop();
                return column + 1;
            case ',':
                span.Commas.Add((line, column));
                Current(null);
                return column + 1;
            case ':':
                return column + 1;
        }

        var stop = TokenEnd(text, column);
        var token = text[column..stop].TrimEnd();
        var colon = YamlOutline.Skip(text, stop);
        if (item is null && span.IsMap && colon < text.Length && text[colon] == ':')
        {
            var key = Item(span, token.Trim('"', '\''), line, column);
            key.KeyEnd = column + token.Length;
            return colon + 1;
        }

        if (item is null && !span.IsMap)
        {
            item = Item(span, null, line, column);
        }

        if (item is not null && item.Value is null && item.Flow is null)
        {
            (item.Value, item.ValuePlace) = (token, (line, column, column + token.Length));
        }

        return Math.Max(stop, column + 1);
    }

    private static int TokenEnd(string text, int column)
    {
        if (text[column] is '"' or '\'' && YamlOutline.Closing(text, column) is >= 0 and var closing)
        {
            return closing + 1;
        }

        var stop = column;
        while (stop < text.Length && text[stop] is not (',' or '{' or '}' or '[' or ']')
            && !(text[stop] == ':' && (stop + 1 == text.Length || char.IsWhiteSpace(text[stop + 1]) || text[stop + 1] is ',' or '{' or '}' or '[' or ']'))
            && !(text[stop] == '#' && YamlOutline.CommentAt(text, stop) == stop))
        {
            stop++;
        }

        return stop;
    }

    private void Open(OutlineEntry of, int line, int column)
    {
        var span = new FlowSpan(of, lines[line][column] == '{', line, column);
        of.Flow ??= span;
        found.Add(span);
        _open.Push((span, null));
    }

    private OutlineEntry Item(FlowSpan span, string? key, int line, int column)
    {
        var item = span.Owner.Add(new OutlineEntry(span.Owner, key, line, column) { IsInFlow = true });
        Current(item);
        return item;
    }

    private void Current(OutlineEntry? item) => _open.Push((_open.Pop().Span, item));
}
