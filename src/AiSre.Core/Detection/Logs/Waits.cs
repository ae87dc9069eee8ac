using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AiSre.Detection.Logs;

/// <summary>Scripts that wait for something and say nothing else, such as <c>until nslookup db; do echo waiting for db; sleep 2; done</c>.</summary>
internal static partial class Waits
{
    private const int Least = 3;
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // What idle processes wait for.
    private static readonly FrozenSet<string> Work = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "event", "events", "message", "messages", "connection", "connections", "job", "jobs", "work", "request", "requests", "change", "changes", "task", "tasks", "input", "data", "signal", "leader",
        "next", "new", "more", "client", "clients", "command", "commands", "file", "files", "lock", "it", "this", "all", "any", "child", "children", "process", "processes", "application", "pending",
        "gossip", "shutdown", "caches", "cache", "sync", "debugger", "incoming", "another", "other", "user", "config", "ack", "response", "responses", "results", "traffic", "updates", "update", "a", "an", "the");

    /// <summary>What the log waits for to its end; null when it does not.</summary>
    public static LogFinding? Find(List<LogLine> lines)
    {
        var waits = new List<Hit>();
        foreach (var line in lines)
        {
            if (line.Level is LineLevel.Error or LineLevel.Fatal || Wait().Match(line.Text) is not { Success: true } wait)
            {
                continue;
            }

            var host = Addresses.Host(wait.Groups["host"].Value);
            var port = Addresses.Port(wait.Groups["port"].Value);
            if (host is not null && (port is not null || !Work.Contains(host)))
            {
                waits.Add(new Hit { Line = line, Code = RootCause.DependencyUnavailable, Telling = Telling.Vague, Words = wait.Value, Host = host, Port = port, Runtime = LogRuntime.Shell });
            }
        }

        if (waits.Count < Least || lines.Count(line => line.Number > waits[^1].Line.Number) > Least)
        {
            return null;
        }

        var same = waits.FindAll(wait => wait.Host == waits[^1].Host);
        var since = lines.Count(line => line.Number >= same[0].Line.Number);
        return same.Count < Least || same.Count * 5 < since ? null : Findings.Of(same[^1], same, lines) with { IsWaiting = true };
    }

    [GeneratedRegex(
        @"\b(?:still )?waiting (?:for|on) (?:the )?(?:(?:service|host|database|db|server|pod|endpoint|connection to|dependency|container) )?[""'`]?(?<host>[a-z0-9](?:[\w.-]*\w)?)(?::(?<port>\d+))?[""'`]?(?: to (?:be|become|start|come|respond|accept)\b.*| (?:service|server|database)\b.*|\W*(?:\d+s?)?\W*$)"
        + @"|\b(?<host>[a-z0-9](?:[\w.-]*\w)?)(?::(?<port>\d+))? (?:is )?(?:still )?(?:unavailable|not (?:yet )?(?:up|ready|available|reachable|listening|responding))(?: yet)?\b.*\b(?:sleep|wait|retry|trying)",
        Options)]
    private static partial Regex Wait();
}
