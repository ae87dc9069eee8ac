namespace AiSre.Detection.Logs;

/// <summary>The run has ended in failure: what ended it?</summary>
internal static class CrashedRun
{
    // A logged error this many lines before the end did not end the process when something fatal was said since.
    private const int Stale = 60;
    private const int Flood = 5;

    /// <summary>Every failure, the one that ended the run first.</summary>
    public static List<LogFinding> Explain(List<Hit> hits, List<LogLine> lines)
    {
        var groups = Findings.Groups(hits);
        if (Culprit(hits, lines) is not { } culprit)
        {
            return [];
        }

        var mine = groups.Find(group => group.Contains(culprit))!;
        var (chosen, its) = FirstCause(hits, mine) is { } first ? (first, groups.Find(group => group.Contains(first))!) : (Telling(culprit, mine), mine);
        return
        [
            Findings.Of(chosen, its, lines),
            .. groups
                .Where(group => group != its && group.Exists(hit => hit.Telling >= Logs.Telling.Vague))
                .Select(group => (Finding: Findings.Of(group, lines), Telling: group.Max(hit => hit.Telling)))
                .OrderByDescending(other => other.Telling)
                .ThenByDescending(other => other.Finding.Line)
                .Select(other => other.Finding),
        ];
    }

    private static Hit? Culprit(List<Hit> hits, List<LogLine> lines)
    {
        var said = hits.Where(hit => hit.Line.Level != LineLevel.Warn).ToList();
        var end = lines[^1].Number;

        // The last message that says what failed, by its innermost part that does.
        var last = Last(said, Logs.Telling.Uncaught);
        if (last is { IsFatal: false } && end - last.Line.Number > Stale
            && said.FindLast(hit => hit.Telling == Logs.Telling.Somehow && hit.IsFatal && end - hit.Line.Number < Stale && !IsGeneric(hit)) is { } fatal)
        {
            return fatal;
        }

        return last
            ?? Last(said, Logs.Telling.Vague)
            ?? Last(hits, Logs.Telling.Uncaught)
            ?? said.FindLast(hit => hit.Telling == Logs.Telling.Somehow && !IsGeneric(hit))
            ?? said.Find(hit => hit.Telling == Logs.Telling.Somehow)
            ?? said.Find(hit => hit.Telling == Logs.Telling.Aftermath)
            ?? Last(hits, Logs.Telling.Vague);
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
    private static Hit Telling(Hit culprit, List<Hit> group) => culprit.IsDetailed ? culprit : Findings.Best(group);

    /// <summary>A first error of another kind, after which one kind floods the log: what follows, follows from it.</summary>
    public static Hit? FirstCause(List<Hit> hits, List<Hit> mine)
    {
        var flood = hits.Where(hit => hit.Code == RootCause.ApplicationError && hit.Kind == mine[^1].Kind).ToList();
        if (mine[0].Code != RootCause.ApplicationError || flood.Count < Flood)
        {
            return null;
        }

        var first = hits.Find(hit => hit.Line.Level >= LineLevel.Error && !IsGeneric(hit));
        return first is not null && first.Line.Number < flood[0].Line.Number && first.Kind != flood[0].Kind && hits.Count(hit => hit.Kind == first.Kind) * Flood <= flood.Count ? first : null;
    }

    private static bool IsGeneric(Hit hit) => hit.Rule is null && NoisePatterns.Generic.Match(hit.Line.Text) is not null;
}
