namespace AiSre.Runbooks.Editing;

/// <summary>One key or one item of a list in a YAML text that may be half written. Lines and columns begin at 0.</summary>
/// <param name="parent">What it lies in; null for the text as a whole.</param>
/// <param name="key">The key; null for an item of a list, and for the text as a whole.</param>
/// <param name="line">The line of the key, the dash, or, between brackets, the item.</param>
/// <param name="column">Its column; -1 for the text as a whole.</param>
internal sealed class OutlineEntry(OutlineEntry? parent, string? key, int line, int column)
{
    private readonly List<OutlineEntry> _children = [];

    public OutlineEntry? Parent { get; } = parent;

    public string? Key { get; } = key;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>After the last character of the key.</summary>
    public int KeyEnd { get; set; }

    /// <summary>The value's text where it is a single value on the line of its key.</summary>
    public string? Value { get; set; }

    /// <summary>Where the value begins and ends on its line.</summary>
    public (int Line, int Start, int End) ValuePlace { get; set; }

    /// <summary>The first line after a text of several lines that is the value; null where it is none.</summary>
    public int? TextEnd { get; set; }

    /// <summary>The brackets that hold the value; null where there are none.</summary>
    public FlowSpan? Flow { get; set; }

    /// <summary>Whether it stands between brackets.</summary>
    public bool IsInFlow { get; init; }

    public IReadOnlyList<OutlineEntry> Children => _children;

    /// <summary>Whether something stands under it or beside it that leaves no room for more keys.</summary>
    public bool IsTaken => Value is not null || TextEnd is not null || Flow is not null;

    public IEnumerable<OutlineEntry> ChainFromTop()
    {
        var chain = new List<OutlineEntry>();
        for (var one = this; one.Parent is not null; one = one.Parent)
        {
            chain.Add(one);
        }

        chain.Reverse();
        return chain;
    }

    public OutlineEntry Add(OutlineEntry child)
    {
        _children.Add(child);
        return child;
    }
}

/// <summary>A mapping or a list in brackets.</summary>
/// <param name="Owner">Whose value it is.</param>
/// <param name="IsMap">Whether the brackets are braces.</param>
/// <param name="Line">The line of the opening bracket, from 0.</param>
/// <param name="Column">Its column, from 0.</param>
internal sealed record FlowSpan(OutlineEntry Owner, bool IsMap, int Line, int Column)
{
    /// <summary>Where the closing bracket stands, or where the reading ended without one.</summary>
    public (int Line, int Column) End { get; set; } = (int.MaxValue, 0);

    /// <summary>Where its commas stand.</summary>
    public List<(int Line, int Column)> Commas { get; } = [];

    public bool Holds(int line, int column) => (line, column).CompareTo((Line, Column)) > 0 && (line, column).CompareTo(End) <= 0;
}
