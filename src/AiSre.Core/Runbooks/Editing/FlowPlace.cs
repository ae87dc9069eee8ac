namespace AiSre.Runbooks.Editing;

/// <summary>What may be written between brackets.</summary>
internal static class FlowPlace
{
    public static CursorPlace? Find(FlowSpan flow, string text, int line, int column)
    {
        var start = flow.Commas.Where(comma => comma.CompareTo((line, column)) < 0).Append((flow.Line, flow.Column)).Max();
        var entry = flow.Owner.Children.LastOrDefault(child => (child.Line, child.Column).CompareTo(start) > 0 && (child.Line, child.Column).CompareTo((line, column)) <= 0);
        if (YamlOutline.CommentAt(text, start.Item1 == line ? start.Item2 : 0) < column)
        {
            return null;
        }

        if (!flow.IsMap)
        {
            return entry switch
            {
                null => new CursorPlace(flow.Owner, null, null, column, column, PlaceShape.Flow),
                { Flow: null } when entry.ValuePlace.Line == line && column <= entry.ValuePlace.End => new CursorPlace(flow.Owner, null, entry, entry.ValuePlace.Start, entry.ValuePlace.End, PlaceShape.Flow),
                _ => null,
            };
        }

        if (entry is null)
        {
            return NewKey(flow, text, line, column, start);
        }

        if (entry.Line == line && column <= entry.KeyEnd)
        {
            return new CursorPlace(flow.Owner, null, entry, entry.Column, entry.KeyEnd, PlaceShape.Flow) { HasColon = true };
        }

        if (entry.Flow is not null)
        {
            return null;
        }

        if (entry.Value is null)
        {
            var colon = text.LastIndexOf(':', Math.Max(0, Math.Min(column, text.Length) - 1));
            return new CursorPlace(flow.Owner, entry, null, column, column, PlaceShape.Flow) { NeedsSpace = colon >= 0 && colon == column - 1 };
        }

        var (valueLine, from, to) = entry.ValuePlace;
        return valueLine == line && column >= from && column <= to ? new CursorPlace(flow.Owner, entry, null, from, to, PlaceShape.Flow) : null;
    }

    // A word without its colon is no entry yet.
    private static CursorPlace NewKey(FlowSpan flow, string text, int line, int column, (int Line, int Column) start)
    {
        var from = YamlOutline.Skip(text, start.Line == line ? start.Column + 1 : 0);
        if (from > column)
        {
            return new CursorPlace(flow.Owner, null, null, column, column, PlaceShape.Flow);
        }

        var to = column;
        while (to < text.Length && text[to] is not (',' or '{' or '}' or '[' or ']' or ':' or '#'))
        {
            to++;
        }

        return new CursorPlace(flow.Owner, null, null, from, from + text[from..to].TrimEnd().Length is var end && end > column ? end : column, PlaceShape.Flow);
    }
}
