using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Incidents.Changes;

/// <summary>The lines that differ between two texts, with line numbers, marks within lines, and gaps that open on a click.</summary>
public sealed partial class DiffView
{
    private readonly HashSet<int> _opened = [];
    private ImmutableArray<DiffBlock> _blocks = [];
    private (string Before, string After)? _shown;

    [Parameter, EditorRequired]
    public string Before { get; set; } = "";

    [Parameter, EditorRequired]
    public string After { get; set; } = "";

    /// <summary>What is compared, for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Caption { get; set; } = "";

    protected override void OnParametersSet()
    {
        // A live page sets the same texts again and again; what a person opened stays open then.
        if (_shown != (Before, After))
        {
            _shown = (Before, After);

            // Who approves must not read another text than the one that is merged.
            _blocks = LineDiff.Between(VisibleText.Lines(Before), VisibleText.Lines(After));
            _opened.Clear();
        }
    }

    private static string GapWords(DiffBlock block) =>
        block.Rows.Length == 1 ? "Show 1 unchanged line" : $"Show {block.Rows.Length} unchanged lines";

    /// <summary>The rows one below the other; of neighbouring changes the removed lines come first.</summary>
    private static IEnumerable<(string Sign, int? Old, int? New, DiffSide Side)> Unified(DiffBlock block)
    {
        var added = new List<DiffSide>();
        foreach (var row in block.Rows)
        {
            if (row.IsChange)
            {
                if (row.Old is { } removed)
                {
                    yield return ("−", removed.Number, null, removed);
                }

                if (row.New is { } side)
                {
                    added.Add(side);
                }

                continue;
            }

            foreach (var side in added)
            {
                yield return ("+", null, side.Number, side);
            }

            added.Clear();
            yield return (" ", row.Old!.Number, row.New!.Number, row.New);
        }

        foreach (var side in added)
        {
            yield return ("+", null, side.Number, side);
        }
    }
}
