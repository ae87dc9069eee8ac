namespace AiSre.Runbooks.Editing;

/// <summary>What may be written where the cursor is.</summary>
/// <param name="Container">What the key or item lies in.</param>
/// <param name="Key">The key whose value is written; null where a key or an item is.</param>
/// <param name="Itself">The key or item that is there already and is replaced; null where it is new.</param>
/// <param name="From">The column at which the word begins, from 0.</param>
/// <param name="To">The column after it.</param>
/// <param name="Shape">Where it stands.</param>
internal sealed record CursorPlace(OutlineEntry Container, OutlineEntry? Key, OutlineEntry? Itself, int From, int To, PlaceShape Shape)
{
    /// <summary>Whether a space has to come first, after a colon or a dash that has none.</summary>
    public bool NeedsSpace { get; init; }

    /// <summary>Whether only the key is written, because its colon is there.</summary>
    public bool HasColon { get; init; }

    /// <summary>Finds the place; null in comments, texts of several lines, and where indentation fits nothing.</summary>
    public static CursorPlace? Find(YamlOutline outline, string text, int line, int column)
    {
        column = Math.Min(column, text.Length);
        if (outline.Flows.LastOrDefault(flow => flow.Holds(line, column)) is { } flow)
        {
            return FlowPlace.Find(flow, text, line, column);
        }

        var before = outline.Blocks.LastOrDefault(entry => entry.Line < line);
        if (before?.TextEnd is { } end && line < end && (column > before.Column || !text.AsSpan().IsWhiteSpace()))
        {
            return null;
        }

        var here = outline.Blocks.Where(entry => entry.Line == line && entry.Column < column).ToList();
        if (outline.Blocks.LastOrDefault(entry => entry.Line == line && entry.Key is not null) is { } key && key.Column <= column)
        {
            return OfKey(key, text, column);
        }

        if (YamlOutline.CommentAt(text, 0) < column)
        {
            return null;
        }

        return here.LastOrDefault() is { } dash ? OfItem(dash, text, column) : OfLine(outline, text, line, column);
    }

    private static CursorPlace? OfKey(OutlineEntry key, string text, int column)
    {
        if (column <= key.KeyEnd)
        {
            return new CursorPlace(key.Parent!, null, key, key.Column, key.KeyEnd, PlaceShape.Line) { HasColon = true };
        }

        var colon = text.IndexOf(':', key.KeyEnd);
        var comment = YamlOutline.CommentAt(text, colon);
        var isQuoted = key.Value is ['"' or '\'', ..];
        if (column <= colon || (column > comment && !isQuoted) || key.TextEnd is not null || key.Flow is not null)
        {
            return null;
        }

        var (from, to) = key.Value is null ? (column, column) : (key.ValuePlace.Start, key.ValuePlace.End);
        return column < from || column > to
            ? null
            : new CursorPlace(key.Parent!, key, null, from, to, PlaceShape.Line) { NeedsSpace = column == colon + 1 };
    }

    private static CursorPlace? OfItem(OutlineEntry dash, string text, int column)
    {
        if (dash.TextEnd is not null || dash.Flow is not null)
        {
            return null;
        }

        var (from, to) = dash.Value is null ? (column, column) : (dash.ValuePlace.Start, dash.ValuePlace.End);
        return column < from || column > to
            ? null
            : new CursorPlace(dash, dash, null, from, to, PlaceShape.Item) { NeedsSpace = column == dash.Column + 1 };
    }

    private static CursorPlace? OfLine(YamlOutline outline, string text, int line, int column)
    {
        var isBlank = text.AsSpan().IsWhiteSpace();
        var indent = isBlank ? column : YamlOutline.Indent(text);
        if (column < indent || (!isBlank && column > text.TrimEnd().Length))
        {
            return null;
        }

        var owner = outline.Blocks.LastOrDefault(entry => entry.Line < line) ?? outline.Root;
        while (owner.Parent is not null && owner.Column >= indent)
        {
            owner = owner.Parent;
        }

        // An item of a list at the indentation of its key ends with the next key there.
        if (owner.IsTaken || owner.Children.FirstOrDefault(child => !child.IsInFlow) is { } first && first.Column != indent)
        {
            return null;
        }

        return new CursorPlace(owner, null, null, indent, isBlank ? column : text.TrimEnd().Length, PlaceShape.Line);
    }
}

/// <summary>Where a key or a value stands.</summary>
internal enum PlaceShape
{
    /// <summary>On a line of its own, or after its key.</summary>
    Line,

    /// <summary>After the dash of an item.</summary>
    Item,

    /// <summary>Between brackets.</summary>
    Flow,
}
