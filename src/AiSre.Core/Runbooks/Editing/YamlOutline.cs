namespace AiSre.Runbooks.Editing;

/// <summary>
/// The keys and items of a YAML text by their indentation and brackets. Reads any text, finished or not, and never fails:
/// what it does not understand it passes over.
/// </summary>
internal sealed class YamlOutline
{
    private readonly IReadOnlyList<string> _lines;
    private readonly int _end;
    private readonly List<OutlineEntry> _blocks = [];
    private readonly List<FlowSpan> _flows = [];
    private OutlineEntry _last;

    private YamlOutline(IReadOnlyList<string> lines, int first, int end)
    {
        (_lines, _end, First) = (lines, end, first);
        _last = Root = new OutlineEntry(null, null, first, -1);
        for (var line = first; line < end;)
        {
            line = ReadLine(line);
        }
    }

    /// <summary>The text as a whole.</summary>
    public OutlineEntry Root { get; }

    /// <summary>Its first line, from 0.</summary>
    public int First { get; }

    /// <summary>Every key and item outside of brackets, in the order of the text.</summary>
    public IReadOnlyList<OutlineEntry> Blocks => _blocks;

    /// <summary>Every pair of brackets, the outer before the inner.</summary>
    public IReadOnlyList<FlowSpan> Flows => _flows;

    /// <summary>Reads some lines of a text.</summary>
    /// <param name="lines">The text's lines.</param>
    /// <param name="first">The first that is read, from 0.</param>
    /// <param name="end">The first that is not read any more.</param>
    public static YamlOutline Read(IReadOnlyList<string> lines, int first, int end) => new(lines, first, end);

    /// <summary>How many spaces a line begins with.</summary>
    public static int Indent(string line)
    {
        var column = 0;
        while (column < line.Length && line[column] == ' ')
        {
            column++;
        }

        return column;
    }

    /// <summary>Where a comment begins on the line, looked for from a column on; the line's length where there is none.</summary>
    public static int CommentAt(string line, int from)
    {
        for (var column = from; column < line.Length; column++)
        {
            if (line[column] == '#' && (column == 0 || char.IsWhiteSpace(line[column - 1])))
            {
                return column;
            }
        }

        return line.Length;
    }

    // Gives the line with which reading goes on.
    private int ReadLine(int line)
    {
        var (text, column) = (_lines[line], Skip(_lines[line], 0));
        while (IsDash(text, column))
        {
            Open(null, line, column);
            _last.KeyEnd = column + 1;
            column = Skip(text, column + 1);
        }

        if (column >= text.Length || text[column] == '#')
        {
            return line + 1;
        }

        if (KeyAt(text, column) is var (key, keyEnd, colon))
        {
            Open(key, line, column);
            _last.KeyEnd = keyEnd;
            return ReadValue(_last, line, Skip(text, colon + 1));
        }

        // Without a key it is the value of the dash before it, or a word that becomes a key.
        return _last is { Key: null, Parent: not null } && _last.Line == line ? ReadValue(_last, line, column) : line + 1;
    }

    private int ReadValue(OutlineEntry entry, int line, int column)
    {
        var text = _lines[line];
        while (column < text.Length && text[column] is '&' or '!')
        {
            var space = text.IndexOf(' ', column);
            column = space < 0 ? text.Length : Skip(text, space);
        }

        if (column >= text.Length || text[column] == '#')
        {
            return line + 1;
        }

        switch (text[column])
        {
            case '|' or '>':
                return (entry.TextEnd = TextEnd(entry, line)).Value;
            case '{' or '[':
                return new FlowReader(_lines, _end, entry, _flows).Read(line, column) + 1;
            case '"' or '\'' when Closing(text, column) is var closing:
                (entry.Value, entry.ValuePlace) = (closing < 0 ? text[column..] : text[column..(closing + 1)], (line, column, closing < 0 ? text.Length : closing + 1));
                return closing < 0 ? (entry.TextEnd = QuoteEnd(entry, line, text[column])).Value : line + 1;
            default:
                var end = text[..CommentAt(text, column)].TrimEnd().Length;
                (entry.Value, entry.ValuePlace) = (text[column..end], (line, column, end));
                return line + 1;
        }
    }

    private int TextEnd(OutlineEntry entry, int line)
    {
        var end = line + 1;
        for (var next = end; next < _end && (_lines[next].AsSpan().IsWhiteSpace() || Indent(_lines[next]) > entry.Column); next++)
        {
            end = next + 1;
        }

        return end;
    }

    // A quotation that is not closed may just be being written: it takes only what is indented under its key.
    private int QuoteEnd(OutlineEntry entry, int line, char quote)
    {
        var next = line + 1;
        while (next < _end && Indent(_lines[next]) > entry.Column && !_lines[next].AsSpan().IsWhiteSpace())
        {
            if (_lines[next++].Contains(quote, StringComparison.Ordinal))
            {
                break;
            }
        }

        return next;
    }

    private void Open(string? key, int line, int column)
    {
        var parent = _last;
        while (parent.Column >= column && !(key is null && parent.Key is not null && parent.Column == column))
        {
            parent = parent.Parent!;
        }

        _last = parent.Add(new OutlineEntry(parent, key, line, column));
        _blocks.Add(_last);
    }

    internal static int Skip(string text, int column)
    {
        while (column < text.Length && char.IsWhiteSpace(text[column]))
        {
            column++;
        }

        return column;
    }

    /// <summary>Where the quotation ends that begins at a column; -1 where it does not on this line.</summary>
    internal static int Closing(string text, int start)
    {
        for (var column = start + 1; column < text.Length; column++)
        {
            if (text[start] == '"' && text[column] == '\\')
            {
                column++;
            }
            else if (text[column] == text[start])
            {
                if (text[start] == '\'' && column + 1 < text.Length && text[column + 1] == '\'')
                {
                    column++;
                    continue;
                }

                return column;
            }
        }

        return -1;
    }

    private static bool IsDash(string text, int column) =>
        column < text.Length && text[column] == '-' && (column + 1 == text.Length || char.IsWhiteSpace(text[column + 1]));

    private static (string Key, int End, int Colon)? KeyAt(string text, int start)
    {
        if (text[start] is '"' or '\'')
        {
            var closing = Closing(text, start);
            var after = closing < 0 ? -1 : Skip(text, closing + 1);
            return after >= 0 && IsColon(text, after) ? (text[(start + 1)..closing], closing + 1, after) : null;
        }

        if (text[start] is '{' or '[' or '}' or ']' or ',' or '|' or '>' or '*' or '&' or '!' or '%' or '@' or '`')
        {
            return null;
        }

        var end = CommentAt(text, start);
        for (var column = start; column < end; column++)
        {
            if (IsColon(text, column))
            {
                var key = text[start..column].TrimEnd();
                return key.Length == 0 ? null : (key, start + key.Length, column);
            }
        }

        return null;
    }

    private static bool IsColon(string text, int column) =>
        column < text.Length && text[column] == ':' && (column + 1 == text.Length || char.IsWhiteSpace(text[column + 1]));
}
