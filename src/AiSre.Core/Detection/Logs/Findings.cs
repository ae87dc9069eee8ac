namespace AiSre.Detection.Logs;

/// <summary>Joins lines that say the same into findings.</summary>
internal static class Findings
{
    /// <summary>Findings of one log, at most.</summary>
    public const int Most = 32;

    /// <summary>Hits in groups that say the same. What names nothing joins the group of the same code that does.</summary>
    public static List<List<Hit>> Groups(List<Hit> hits)
    {
        var groups = hits.GroupBy(hit => hit.Key).Select(group => group.ToList()).ToList();
        foreach (var bare in groups.Where(group => group[0].Code != RootCause.ApplicationError && !group[0].IsDetailed).ToList())
        {
            var detailed = groups.Where(group => group != bare && group[0].Code == bare[0].Code && group[0].IsDetailed).ToList();
            if (detailed.Count > 0)
            {
                detailed.MinBy(group => group.Min(hit => Math.Abs(hit.Line.Number - bare[^1].Line.Number)))!.AddRange(bare);
                groups.Remove(bare);
            }
        }

        foreach (var group in groups)
        {
            group.Sort((a, b) => a.Line.Number.CompareTo(b.Line.Number));
        }

        return groups;
    }

    /// <summary>The finding of a group, told by its most telling line: the last that names what fails.</summary>
    public static LogFinding Of(List<Hit> group, List<LogLine> lines) => Of(Best(group), group, lines);

    public static LogFinding Of(Hit hit, List<Hit> group, List<LogLine> lines)
    {
        // Node prints an error's fields below it, libpq asks whether "the server is running on host …".
        if (hit is { Host: null, Rule.Addressed: true } && group.TrueForAll(other => other.Host is null) && Addresses.OfFields(lines.Where(line => line.Block == hit.Line.Block && !line.IsHead)) is { Host: not null } address)
        {
            hit = hit with { Host = address.Host, Port = address.Port };
        }

        return Finding(hit, group, lines);
    }

    private static LogFinding Finding(Hit hit, List<Hit> group, List<LogLine> lines) => new()
    {
        Code = hit.Code,
        Line = hit.Line.Number,
        Quote = Quotes.Of(hit.Line.Raw, hit.Words),
        Host = hit.Host,
        Port = hit.Port ?? group.Find(other => other.Host == hit.Host && other.Port is not null)?.Port,
        Subject = hit.Subject,
        Runtime = hit.Runtime != LogRuntime.Unknown ? hit.Runtime : group.Find(other => other.Runtime != LogRuntime.Unknown)?.Runtime ?? Runtimes.Of(lines),
        Count = group.Select(other => other.Line.Number).Distinct().Count(),
        At = LineTimes.Of(hit.Line.Raw),
        IsFatal = group.Exists(other => other.IsFatal),
        LinesAfter = lines[^1].Number - group[^1].Line.Number,
    };

    public static Hit Best(List<Hit> group) => group.Where(hit => hit.IsDetailed).DefaultIfEmpty(group[^1]).MaxBy(hit => ((int)hit.Telling, hit.Line.Number))!;
}
