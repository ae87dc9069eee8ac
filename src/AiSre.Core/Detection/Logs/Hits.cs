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
            if (line.Level is LineLevel.Trace or LineLevel.Debug or LineLevel.Info && !(crashed && IsUncaught(line)))
            {
                continue;
            }

            // What differs from a known line in numbers only is of the same wording, and names at most another address.
            var shape = (Shape(line.Text), line.Level, line.IsHead, line.IsInTrace);
            if (!known.TryGetValue(shape, out var hit))
            {
                hit = Read(line, crashed);
                if (known.Count < Remembered)
                {
                    known[shape] = hit;
                }
            }
            else if (hit?.Rule is { } rule && hit.Line.Text != line.Text)
            {
                hit = LogRules.Read(line, rule, search: hit.IsHostSearched) ?? hit;
            }

            if (hit is not null)
            {
                hits.Add(hit with { Line = line });
            }
        }

        return hits;
    }

    // A runtime prints what nobody caught below whatever was logged last, and what was logged last has a level.
    private static bool IsUncaught(LogLine line) => !line.IsHead && (line.IsInTrace || LogLines.IsExceptionName(line.Text));

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
        null when crashed && line.IsHead && line.Level == LineLevel.None && NoisePatterns.Complaint.Match(line.Text) is not null =>
            new Hit { Line = line, Code = RootCause.ApplicationError, Telling = Telling.Somehow, Words = "" },
        _ => null,
    };

    private static string Shape(string text) => string.Create(text.Length, text, (shape, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            shape[i] = char.IsAsciiDigit(source[i]) ? '0' : source[i];
        }
    });
}
