using System.Text;

namespace AiSre.Detection.Logs;

/// <summary>Takes a log apart into lines with level and words, and joins what belongs to one message.</summary>
internal static class LogLines
{
    /// <summary>What follows in a line is not read.</summary>
    public const int Longest = 4096;

    private const int LongestTrace = 400;

    private static readonly string[] Continuations =
    [
        "Caused by:", "at ", "... ", "--->", "During handling of the above", "The above exception was", "Traceback (most recent", "goroutine ", "[signal ", "created by ",
        "Suppressed:", "Nested Exception:", "DETAIL:", "HINT:", "stack backtrace:", "note: run with", "Description:", "Reason:", "Action:", "Details = ", "(Background on this error",
    ];

    private static readonly string[] Traces =
        ["Traceback (most recent", "Exception in thread", "panic: ", "fatal error: ", "Unhandled exception", "Unhandled Exception", "panicked at", "Caused by:", "terminate called", "throw ", "Uncaught "];

    public static List<LogLine> Read(string text)
    {
        var lines = new List<LogLine>();
        var (number, block, sinceHead, inTrace) = (0, 0, 0, false);
        var level = LineLevel.None;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var raw = text[range].TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(raw))
            {
                continue;
            }

            if (JsonLines.Read(raw) is { } structured)
            {
                (block, sinceHead, inTrace, level) = (block + 1, 0, false, structured.Level);
                var isHead = true;
                foreach (var part in structured.Words.Split('\n').Take(LongestTrace))
                {
                    if (!string.IsNullOrWhiteSpace(part))
                    {
                        lines.Add(new LogLine { Number = number, Raw = raw, Text = Plain(part), Level = level, Block = block, IsHead = isHead, IsInTrace = inTrace });
                        isHead = false;
                        inTrace |= IsTrace(part);
                    }
                }

                continue;
            }

            var said = Plain(raw);
            var own = Levels.Of(said);
            if (!Continues(said, own, inTrace, sinceHead))
            {
                (block, sinceHead, inTrace, level) = (block + 1, 0, false, own);
            }
            else
            {
                sinceHead++;
                level = own > level ? own : level;
            }

            lines.Add(new LogLine { Number = number, Raw = raw, Text = said, Level = level, Block = block, IsHead = sinceHead == 0, IsInTrace = inTrace });
            inTrace |= IsTrace(said);
        }

        return lines;
    }

    private static bool IsTrace(string said) => said.AsSpan(0, Math.Min(said.Length, 240)).IndexOfAny(TraceStarts) >= 0;

    private static readonly System.Buffers.SearchValues<string> TraceStarts = System.Buffers.SearchValues.Create(Traces, StringComparison.Ordinal);

    private static bool Continues(string said, LineLevel own, bool inTrace, int sinceHead)
    {
        if (sinceHead > LongestTrace || StartsWithTime(said))
        {
            return false;
        }

        if (char.IsWhiteSpace(said[0]) || said[0] is '}' or ')' or ']')
        {
            return own == LineLevel.None || inTrace || said[0] != ' ';
        }

        foreach (var start in Continuations)
        {
            if (said.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // "java.net.ConnectException: …" after the line that logs it, "OSError: …" after its traceback.
        return IsExceptionName(said) && (own == LineLevel.None || inTrace);
    }

    /// <summary>Whether a line begins with the name of an exception, and not with that word ("Exception in thread …").</summary>
    public static bool IsExceptionName(string said)
    {
        var end = 0;
        while (end < said.Length && (char.IsAsciiLetterOrDigit(said[end]) || said[end] is '.' or '_' or '$'))
        {
            end++;
        }

        var name = said.AsSpan(0, end);
        return name.Length > 5 && (name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Error", StringComparison.Ordinal)) && (end == said.Length || said[end] is ':' or '[' || (said[end] == ' ' && !name.SequenceEqual("Exception")));
    }

    private static bool StartsWithTime(string said)
    {
        var at = said[0] == '[' ? 1 : 0;
        return said.Length > at + 8 && char.IsAsciiDigit(said[at]) && char.IsAsciiDigit(said[at + 1]) && said.AsSpan(at + 2, 6).ContainsAny('-', ':', '/');
    }

    /// <summary>Without escape sequences and control characters, and not too long.</summary>
    private static string Plain(string raw)
    {
        raw = raw.Length > Longest ? raw[..Longest] : raw;
        if (!raw.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            return raw;
        }

        var plain = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\u001b' && i + 1 < raw.Length && raw[i + 1] == '[')
            {
                i += 2;
                while (i < raw.Length && raw[i] is not (>= '@' and <= '~'))
                {
                    i++;
                }
            }
            else if (raw[i] != '\0')
            {
                plain.Append(char.IsControl(raw[i]) && raw[i] != '\t' ? ' ' : raw[i]);
            }
        }

        return plain.Length == 0 ? " " : plain.ToString();
    }
}
