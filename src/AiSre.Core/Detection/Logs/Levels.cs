using System.Collections.Frozen;

namespace AiSre.Detection.Logs;

/// <summary>Reads the level that a plain line carries, wherever its logger puts it.</summary>
/// <remarks>
/// Known: klog and glog (<c>E0523 08:10:00</c>), logfmt (<c>level=error</c>), logrus (<c>ERRO[0001]</c>), zap and zerolog consoles, log4j, logback, JUL,
/// Python's logging, uvicorn, celery, Ruby's Logger (<c>E, [</c>), Microsoft.Extensions.Logging (<c>fail: </c>), Serilog (<c>[10:00:00 ERR]</c>), Monolog
/// (<c>app.CRITICAL:</c>), syslog priorities of librdkafka (<c>%3|</c>), PostgreSQL, MySQL, Redis, nginx, Apache httpd, HAProxy, Envoy, boost.log
/// (<c>&lt;error&gt;</c>).
/// </remarks>
internal static class Levels
{
    private const int Head = 160;
    private const int PlainWordsBefore = 3;

    private static readonly System.Buffers.SearchValues<char> ValueEnds = System.Buffers.SearchValues.Create(" \t\",]}");

    private static readonly FrozenDictionary<string, LineLevel> Words = new Dictionary<string, LineLevel>
    {
        ["trace"] = LineLevel.Trace,
        ["trc"] = LineLevel.Trace,
        ["trce"] = LineLevel.Trace,
        ["verbose"] = LineLevel.Trace,
        ["finest"] = LineLevel.Trace,
        ["debug"] = LineLevel.Debug,
        ["dbg"] = LineLevel.Debug,
        ["dbug"] = LineLevel.Debug,
        ["debu"] = LineLevel.Debug,
        ["finer"] = LineLevel.Debug,
        ["fine"] = LineLevel.Debug,
        ["info"] = LineLevel.Info,
        ["inf"] = LineLevel.Info,
        ["information"] = LineLevel.Info,
        ["informational"] = LineLevel.Info,
        ["notice"] = LineLevel.Info,
        ["note"] = LineLevel.Info,
        ["system"] = LineLevel.Info,
        ["warn"] = LineLevel.Warn,
        ["warning"] = LineLevel.Warn,
        ["wrn"] = LineLevel.Warn,
        ["error"] = LineLevel.Error,
        ["err"] = LineLevel.Error,
        ["eror"] = LineLevel.Error,
        ["erro"] = LineLevel.Error,
        ["severe"] = LineLevel.Error,
        ["fail"] = LineLevel.Error,
        ["fatal"] = LineLevel.Fatal,
        ["ftl"] = LineLevel.Fatal,
        ["fata"] = LineLevel.Fatal,
        ["critical"] = LineLevel.Fatal,
        ["crit"] = LineLevel.Fatal,
        ["crt"] = LineLevel.Fatal,
        ["emerg"] = LineLevel.Fatal,
        ["emergency"] = LineLevel.Fatal,
        ["alert"] = LineLevel.Fatal,
        ["panic"] = LineLevel.Fatal,
        ["pani"] = LineLevel.Fatal,
        ["dpanic"] = LineLevel.Fatal,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, LineLevel>.AlternateLookup<ReadOnlySpan<char>> Known = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The level that a field's value names, such as <c>error</c>, <c>ERR</c>, <c>E</c>; None for anything else.</summary>
    public static LineLevel OfWord(ReadOnlySpan<char> word) => word.Length == 1
        ? OfLetter(word[0])
        : Known.TryGetValue(word.Trim(), out var level) ? level : LineLevel.None;

    /// <summary>The level that a number names: pino and bunyan (10 to 60), Monolog (100 to 600), logback's <c>level_value</c> (10000 to 40000).</summary>
    public static LineLevel OfNumber(double value) => value switch
    {
        >= 10000 => OfNumber(value == 40000 ? 50 : value == 30000 ? 40 : value == 20000 ? 30 : 20),
        >= 500 => LineLevel.Fatal,
        >= 400 => LineLevel.Error,
        >= 300 => LineLevel.Warn,
        >= 200 => LineLevel.Info,
        >= 100 => LineLevel.Debug,
        >= 60 => LineLevel.Fatal,
        >= 50 => LineLevel.Error,
        >= 40 => LineLevel.Warn,
        >= 30 => LineLevel.Info,
        >= 20 => LineLevel.Debug,
        >= 10 => LineLevel.Trace,
        _ => LineLevel.None,
    };

    /// <summary>The level of a plain line.</summary>
    public static LineLevel Of(ReadOnlySpan<char> line)
    {
        line = line[..Math.Min(line.Length, Head)].TrimStart();
        if (line.IsEmpty)
        {
            return LineLevel.None;
        }

        var byPrefix = OfPrefix(line);
        return byPrefix != LineLevel.None ? byPrefix : OfField(line) is var byField and not LineLevel.None ? byField : OfToken(line);
    }

    private static LineLevel OfLetter(char letter) => letter switch
    {
        'T' or 't' => LineLevel.Trace,
        'D' or 'd' => LineLevel.Debug,
        'I' or 'i' => LineLevel.Info,
        'W' or 'w' => LineLevel.Warn,
        'E' or 'e' => LineLevel.Error,
        'F' or 'f' or 'C' or 'c' => LineLevel.Fatal,
        _ => LineLevel.None,
    };

    private static LineLevel OfPrefix(ReadOnlySpan<char> line)
    {
        // klog and glog: a letter, month and day (glog since 0.6 with the year), a time.
        if (line.Length > 8 && "IWEF".Contains(line[0], StringComparison.Ordinal) && char.IsAsciiDigit(line[1]))
        {
            var digits = 1;
            while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            {
                digits++;
            }

            if (digits is 5 or 9 && digits < line.Length && line[digits] == ' ')
            {
                return OfLetter(line[0]);
            }
        }

        // Ruby's Logger.
        if (line.Length > 4 && line[1] == ',' && line[2] == ' ' && line[3] == '[' && "DIWEF".Contains(line[0], StringComparison.Ordinal))
        {
            return OfLetter(line[0]);
        }

        // librdkafka: syslog severities.
        if (line.Length > 3 && line[0] == '%' && char.IsAsciiDigit(line[1]) && line[2] == '|')
        {
            return line[1] switch { <= '3' => LineLevel.Error, '4' => LineLevel.Warn, _ => LineLevel.Info };
        }

        // logrus ("ERRO[0001] ") and Microsoft.Extensions.Logging ("fail: "): four letters.
        return line.Length > 5 && (line[4] == '[' || (line[4] == ':' && line[5] == ' ')) && Known.TryGetValue(line[..4], out var level)
            ? level
            : LineLevel.None;
    }

    private static LineLevel OfField(ReadOnlySpan<char> line)
    {
        foreach (var name in (ReadOnlySpan<string>)["level=", "lvl=", "severity=", "loglevel="])
        {
            var at = line.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || (at > 0 && line[at - 1] is not (' ' or '\t' or ',' or '[' or '{')))
            {
                continue;
            }

            var value = line[(at + name.Length)..].TrimStart('"');
            var end = value.IndexOfAny(ValueEnds);
            var level = OfWord(end < 0 ? value : value[..end]);
            if (level != LineLevel.None)
            {
                return level;
            }
        }

        return LineLevel.None;
    }

    private static LineLevel OfToken(ReadOnlySpan<char> line)
    {
        var plainWords = 0;
        for (var start = 0; start < line.Length;)
        {
            if (!char.IsAsciiLetter(line[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
            {
                end++;
            }

            var word = line[start..end];
            var before = start == 0 ? ' ' : line[start - 1];
            var after = end == line.Length ? ' ' : line[end];
            if (Known.TryGetValue(word, out var level) && IsLevel(line, word, before, after, plainWords, end))
            {
                return level;
            }

            // Words of the message itself: what follows them is no longer the logger's.
            if (before is ' ' && after is ' ' or ',' or '.' && !word.ContainsAnyInRange('A', 'Z') && ++plainWords > PlainWordsBefore)
            {
                return LineLevel.None;
            }

            start = end;
        }

        return LineLevel.None;
    }

    private static bool IsLevel(ReadOnlySpan<char> line, ReadOnlySpan<char> word, char before, char after, int plainWords, int end)
    {
        if (!word.ContainsAnyInRange('a', 'z'))
        {
            return word.Equals("SYSTEM", StringComparison.Ordinal) || word.Equals("FAIL", StringComparison.Ordinal)
                ? after is ':' or ']'
                : before is ' ' or '\t' or '[' or '(' or '<' or '|' or ':' or '-' or '.' or '/' or '"' or '\'' && after is ' ' or '\t' or ']' or ')' or '>' or '|' or ':' or '-' or ',' or '/' or '"' or '\'';
        }

        if ((before is '[' or '<' or '(' or '|' or ':' or '.' or '\t' && after is ']' or '>' or ')' or '|' or '\t') || (before is '[' && after is ' '))
        {
            return true;
        }

        // "error: …", "Warning: …"; PHP's and C's "Fatal error: …". Only MySQL has a level of that name, in brackets: "Read-only file system: …".
        return plainWords <= 1 && !word.Equals("system", StringComparison.OrdinalIgnoreCase) && before is ' ' or '\t' && (after == ':' || (after == ' ' && line[end..].StartsWith(" error:", StringComparison.OrdinalIgnoreCase)));
    }
}
