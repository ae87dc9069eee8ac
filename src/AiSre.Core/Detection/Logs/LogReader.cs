using AiSre.Clusters.Objects;

namespace AiSre.Detection.Logs;

/// <summary>Reads the last lines of a container's log and says what failed. Pure; never throws; takes time in proportion to the log's length.</summary>
public static class LogReader
{
    /// <summary>The failure that ended the container, or that keeps it from its work; null when the log names none.</summary>
    /// <param name="log">The last lines of one container.</param>
    /// <param name="crashed">
    /// Whether the run that wrote them has ended in failure. Then the last fatal error counts, down to its root. Else the process lives, and only
    /// errors count that go on to the end of the log: a dependency, a name, a certificate, a right or disk space that it lacks, or a flood.
    /// </param>
    public static LogFinding? Explain(ContainerLog log, bool crashed) => All(log, crashed) is [var first, ..] ? first : null;

    /// <summary>Every distinct failure, the most telling first; at most 32.</summary>
    /// <inheritdoc cref="Explain"/>
    public static IReadOnlyList<LogFinding> All(ContainerLog log, bool crashed)
    {
        var lines = LogLines.Read(log.Text);
        if (lines.Count == 0)
        {
            return [];
        }

        var hits = Recoveries.Unrecovered(Hits.Read(lines, crashed), lines);
        var found = crashed ? CrashedRun.Explain(hits, lines) : LivingRun.Explain(hits, lines);
        return found.Count == 0 && Waits.Find(lines) is { } wait ? [wait] : found;
    }
}
