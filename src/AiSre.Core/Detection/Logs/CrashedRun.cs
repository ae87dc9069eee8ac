namespace AiSre.Detection.Logs;

/// <summary>The run has ended in failure: what ended it?</summary>
internal static class CrashedRun
{
    // A logged error this many lines before the end did not end the process when something fatal was said since.
    private const int Stale = 60;
    private const int Flood = 5;

    // Lines without a level count this near the end.
    private const int Final = 10;

    /// <summary>Every failure, the one that ended the run first.</summary>
    public static List<LogFinding> Explain(List<Hit> hits, List<LogLine> lines)
    {
        var groups = Findings.Groups(hits);
        if (Culprit(hits, lines) is not { } culprit)
        {
            return [];
        }

        var mine = groups.Find(group => group.Contains(culprit))!;
        var (chosen, its) = FirstCause(hits, mine) is { } first ? (first, groups.Find(group => group.Contains(first))!) : (Named(culprit, mine), mine);
        return
        [
            Findings.Of(chosen, its, lines),
            .. groups
                .Where(group => group != its && group.Exists(hit => hit.Telling >= Telling.Vague))
                .OrderByDescending(group => group.Max(hit => hit.Telling))
                .ThenByDescending(group => group[^1].Line.Number)
                .Take(Findings.Most - 1)
                .Select(group => Findings.Of(group, lines)),
        ];
    }

    private static Hit? Culprit(List<Hit> hits, List<LogLine> lines)
    {
        var said = hits.Where(hit => hit.Line.Level != LineLevel.Warn).ToList();
        var end = lines[^1].Number;

        // The last message that says what failed, by its innermost part that does.
        var last = Last(said, Telling.Uncaught);
        if (last is { IsFatal: false } && end - last.Line.Number > Stale
            && said.FindLast(hit => hit.Telling == Telling.Somehow && hit.IsFatal && end - hit.Line.Number < Stale && !IsGeneric(hit)) is { } fatal)
        {
            return fatal;
        }

        return last
            ?? Last(said, Telling.Vague)
            ?? Last(hits, Telling.Uncaught)
            ?? said.FindLast(hit => hit.Telling == Telling.Somehow && hit.Line.Level >= LineLevel.Error && !IsGeneric(hit))
            ?? said.FindLast(hit => hit.Telling == Telling.Somehow && end - hit.Line.Number <= Final && !IsGeneric(hit))
            ?? said.Find(hit => hit.Telling == Telling.Somehow && (hit.Line.Level >= LineLevel.Error || end - hit.Line.Number <= Final))
            ?? said.Find(hit => hit.Telling == Telling.Aftermath)
            ?? Last(hits, Telling.Vague);
    }

    // Causes stand below what they cause ("Caused by:", "--->", the last line of a traceback).
    private static Hit? Last(List<Hit> hits, Telling least)
    {
        if (hits.FindLast(hit => hit.Telling >= least) is not { } last)
        {
            return null;
        }

        var block = hits.Where(hit => hit.Line.Block == last.Line.Block && hit.Telling >= least).ToList();
        var most = block.Max(hit => hit.Telling);
        var best = block.Where(hit => hit.Telling == most).ToList();
        var deepest = best[^1];
        return deepest.IsDetailed ? deepest : best.FindLast(hit => hit.Code == deepest.Code && hit.IsDetailed) ?? deepest;
    }

    // The line that names what fails, unless the culprit does.
    private static Hit Named(Hit culprit, List<Hit> group) => culprit.IsDetailed ? culprit : Findings.Best(group);

    /// <summary>A first error of another kind, after which one kind floods the log: what follows, follows from it.</summary>
    public static Hit? FirstCause(List<Hit> hits, List<Hit> mine)
    {
        var flood = hits.Where(hit => hit.Code == RootCause.ApplicationError && hit.Kind == mine[^1].Kind).ToList();
        if (mine[0].Code != RootCause.ApplicationError || flood.Count < Flood)
        {
            return null;
        }

        var first = hits.Find(hit => hit.Line.Level >= LineLevel.Error);
        return first is not null && first.Line.Number < flood[0].Line.Number && first.Kind != flood[0].Kind && hits.Count(hit => hit.Kind == first.Kind) * Flood <= flood.Count ? first : null;
    }

    private static bool IsGeneric(Hit hit) => hit.Rule is null && NoisePatterns.Generic.Match(hit.Line.Text) is not null;
}
