using System.Collections.Immutable;
using DiffPlex;
using DiffPlex.Chunkers;

namespace AiSre.Components.Incidents.Changes;

/// <summary>Two texts as lines side by side: what changed with a few lines around it, and what lies between. Pure.</summary>
public static class LineDiff
{
    /// <summary>How many unchanged lines are shown around a change.</summary>
    public const int Context = 3;

    // Parts of image references, keys and quoted values, so that a mark covers “registry-a.example”, not the whole line.
    private static readonly char[] Delimiters = [' ', '\t', '/', ':', '@', '"', '\'', '=', ',', '[', ']', '{', '}', '(', ')', '#'];

    /// <summary>The blocks of the diff in their order. Every line of both texts is in exactly one row.</summary>
    public static ImmutableArray<DiffBlock> Between(string before, string after)
    {
        var rows = Rows(before, after);
        var blocks = ImmutableArray.CreateBuilder<DiffBlock>();
        for (var start = 0; start < rows.Count;)
        {
            var isGap = IsFar(rows, start);
            var end = start + 1;
            while (end < rows.Count && IsFar(rows, end) == isGap)
            {
                end++;
            }

            blocks.Add(new(isGap, [.. rows[start..end]]));
            start = end;
        }

        return blocks.ToImmutable();
    }

    private static bool IsFar(List<DiffRow> rows, int index)
    {
        for (var near = Math.Max(0, index - Context); near <= Math.Min(rows.Count - 1, index + Context); near++)
        {
            if (rows[near].IsChange)
            {
                return false;
            }
        }

        return true;
    }

    private static List<DiffRow> Rows(string before, string after)
    {
        var diff = Differ.Instance.CreateLineDiffs(before, after, ignoreWhitespace: false);
        var rows = new List<DiffRow>(Math.Max(diff.PiecesOld.Count, diff.PiecesNew.Count));
        var (old, @new) = (0, 0);
        foreach (var block in diff.DiffBlocks)
        {
            AddSame(block.DeleteStartA);
            for (var pair = 0; pair < Math.Max(block.DeleteCountA, block.InsertCountB); pair++)
            {
                var left = pair < block.DeleteCountA ? diff.PiecesOld[old] : null;
                var right = pair < block.InsertCountB ? diff.PiecesNew[@new] : null;
                var (oldSpans, newSpans) = Spans(left, right);
                rows.Add(new(
                    true,
                    left is null ? null : new(++old, oldSpans),
                    right is null ? null : new(++@new, newSpans)));
            }
        }

        AddSame(diff.PiecesOld.Count);
        return rows;

        void AddSame(int until)
        {
            while (old < until)
            {
                ImmutableArray<DiffSpan> text = [new(diff.PiecesOld[old], false)];
                rows.Add(new(false, new(++old, text), new(++@new, text)));
            }
        }
    }

    private static (ImmutableArray<DiffSpan> Old, ImmutableArray<DiffSpan> New) Spans(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return ([new(left ?? "", false)], [new(right ?? "", false)]);
        }

        var diff = Differ.Instance.CreateDiffs(left, right, ignoreWhiteSpace: false, ignoreCase: false, new DelimiterChunker(Delimiters));
        return (
            Mark(diff.PiecesOld, diff.DiffBlocks.Select(block => (block.DeleteStartA, block.DeleteCountA))),
            Mark(diff.PiecesNew, diff.DiffBlocks.Select(block => (block.InsertStartB, block.InsertCountB))));
    }

    private static ImmutableArray<DiffSpan> Mark(IReadOnlyList<string> pieces, IEnumerable<(int Start, int Count)> changed)
    {
        var spans = ImmutableArray.CreateBuilder<DiffSpan>();
        var next = 0;
        foreach (var (start, count) in changed)
        {
            Add(start, false);
            Add(start + count, true);
        }

        Add(pieces.Count, false);
        return spans.ToImmutable();

        void Add(int until, bool isMarked)
        {
            if (until > next)
            {
                spans.Add(new(string.Concat(pieces.Skip(next).Take(until - next)), isMarked));
                next = until;
            }
        }
    }
}

/// <summary>Neighbouring rows: changes with the lines around them, or a gap of unchanged lines that is closed at first.</summary>
public sealed record DiffBlock(bool IsGap, ImmutableArray<DiffRow> Rows);

/// <summary>One line before and after; a side is null where the line is only on the other.</summary>
public sealed record DiffRow(bool IsChange, DiffSide? Old, DiffSide? New);

/// <summary>One line of one side.</summary>
/// <param name="Number">The line's number from 1.</param>
/// <param name="Spans">The line's text in parts.</param>
public sealed record DiffSide(int Number, ImmutableArray<DiffSpan> Spans);

/// <summary>A part of a line; marked when it differs from the other side's line.</summary>
public sealed record DiffSpan(string Text, bool IsMarked);
