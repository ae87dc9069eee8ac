namespace AiSre.Detection.Logs;

/// <summary>What the lines of a log say, line by line, and what of it was over before the log ended.</summary>
internal static class Hits
{
    // Floods repeat themselves to the letter but for the time.
    private const int Remembered = 4096;

    public static List<Hit> Read(List<LogLine> lines, bool crashed)
    {
        var hits = new List<Hit>();
        var known = new Dictionary<(string, LineLevel, bool, bool), Hit?>();
        foreach (var line in lines)
        {
            if (line.Level is LineLevel.Trace or LineLevel.Debug or LineLevel.Info)
            {
                continue;
            }

            var key = (AfterTime(line.Text), line.Level, line.IsHead, line.IsInTrace);
            if (!known.TryGetValue(key, out var hit))
            {
                hit = Read(line, crashed);
                if (known.Count < Remembered)
                {
                    known[key] = hit;
                }
            }

            if (hit is not null)
            {
                hits.Add(hit with { Line = line });
            }
        }

        return hits;
    }

    private static Hit? Read(LogLine line, bool crashed) => LogRules.Read(line, crashed) switch
    {
        { Telling: Telling.Nothing } => null,
        { } hit => hit,
        null when line.IsHead && line.Level >= LineLevel.Error => new Hit
        {
            Line = line,
            Code = RootCause.ApplicationError,
            Telling = Telling.Somehow,
            Words = "",
            IsFatal = line.Level == LineLevel.Fatal,
        },
        _ => null,
    };

    private static string AfterTime(string text)
    {
        var at = 0;
        var limit = Math.Min(text.Length, 48);
        while (at < limit && (char.IsAsciiDigit(text[at]) || text[at] is '-' or ':' or '/' or '.' or ',' or 'T' or 'Z' or '+' or '[' or ']' or ' '))
        {
            at++;
        }

        return at == 0 ? text : text[at..];
    }
}
