namespace AiSre.Detection.Logs;

/// <summary>The process lives: what keeps it from its work, if anything does?</summary>
internal static class LivingRun
{
    private const int Flood = 10;
    private const int Persistent = 3;
    private const int Recent = 10;

    /// <summary>Every failure that goes on; none for a process that logs an error now and then.</summary>
    public static List<LogFinding> Explain(List<Hit> hits, List<LogLine> lines)
    {
        var errors = hits.Where(hit => hit.Line.Level >= LineLevel.Error || (hit.Line.Level == LineLevel.None && hit.Telling == Telling.Specific) || ExpiryNotices.IsPast(hit)).ToList();
        var groups = Findings.Groups(errors);
        var heads = HeadsUpTo(lines);
        var lasting = groups.Where(group => Lasts(group, heads)).ToList();
        var flood = FloodOf(errors, groups, lines);
        if (flood is not null && !lasting.Exists(group => group.Contains(flood[^1])))
        {
            lasting.Insert(0, flood);
        }

        return [.. lasting.OrderByDescending(group => group == flood).ThenByDescending(group => group.Count).ThenByDescending(group => group[^1].Line.Number).Take(Findings.Most).Select(group => Findings.Of(group, lines))];
    }

    // How many messages have begun up to each line, by its number.
    private static int[] HeadsUpTo(List<LogLine> lines)
    {
        var heads = new int[lines[^1].Number + 1];
        foreach (var line in lines)
        {
            heads[line.Number] |= line.IsHead ? 1 : 0;
        }

        for (var i = 1; i < heads.Length; i++)
        {
            heads[i] += heads[i - 1];
        }

        return heads;
    }

    private static bool Lasts(List<Hit> group, int[] heads)
    {
        if (!group.Exists(hit => hit.Telling == Telling.Specific))
        {
            return false;
        }

        var after = heads[^1] - heads[group[^1].Line.Number];
        var times = group.Select(hit => hit.Line.Block).Distinct().Count();
        var isLogged = group.Exists(hit => hit.Line.Level >= LineLevel.Error) || ExpiryNotices.IsPast(group[^1]);
        return group[0].Code switch
        {
            // These do not pass by themselves; once is enough.
            RootCause.CertificateExpired or RootCause.RbacForbidden or RootCause.EphemeralStorageExceeded or RootCause.OutOfMemoryKilled => isLogged || times >= Persistent || after <= Recent,

            // These do: they have to come again, in the same rhythm, up to the end.
            RootCause.DependencyUnavailable or RootCause.DnsFailure => ComesAgain(1),
            RootCause.ApplicationConfigurationError when group[0].Rule is { GoesOn: true } => ComesAgain(Persistent),
            _ => false,
        };

        bool ComesAgain(int least) => times >= least && times switch
        {
            1 => isLogged && group[^1].IsDetailed && after <= Persistent && heads[^1] <= 2 * Recent,
            2 => isLogged && after <= Recent + Gap(group, heads),
            _ => after <= Recent + (2 * Gap(group, heads)),
        };
    }

    // Messages between two of the group, on average.
    private static int Gap(List<Hit> group, int[] heads)
    {
        var between = heads[group[^1].Line.Number] - heads[group[0].Line.Number - 1];
        return between / Math.Max(1, group.Select(hit => hit.Line.Block).Distinct().Count() - 1);
    }

    /// <summary>Errors that make up most of the end of the log, or the first error that they all follow from.</summary>
    private static List<Hit>? FloodOf(List<Hit> errors, List<List<Hit>> groups, List<LogLine> lines)
    {
        var heads = lines.Where(line => line.IsHead).ToList();
        var tail = heads[Math.Max(0, heads.Count - 60)..];
        var flooding = errors.Where(hit => hit.Line.IsHead && hit.Line.Level >= LineLevel.Error).Select(hit => hit.Line).Distinct().ToHashSet();
        var share = tail.Count(flooding.Contains);
        if (share < Flood || share * 10 < tail.Count * 4)
        {
            return null;
        }

        var loudest = groups.MaxBy(group => group.Count)!;
        return CrashedRun.FirstCause(errors, loudest) is { } first ? [first] : loudest;
    }
}
