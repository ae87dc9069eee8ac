using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Clusters.Objects.Files;

/// <summary>
/// Takes the logs out of what <c>kubectl cluster-info dump</c> writes: between objects (or alone, in a <c>logs.txt</c> per pod) stand the logs of
/// one container after the other, each between a line that says START and one that says END.
/// </summary>
internal static partial class LogSections
{
    private const string FailedRequest = "Request log error: ";
    private const string FailedToAsk = "Create log request error: ";

    private static ReadOnlySpan<byte> Start => "==== START logs for container "u8;

    /// <summary>Whether a text begins with such a section.</summary>
    public static bool StartsWithOne(ReadOnlySpan<byte> text) => text.StartsWith(Start);

    /// <summary>Hands over each log, and returns the text without them; the very same text when there are none.</summary>
    /// <param name="text">UTF-8. A JSON text has no line that begins with a section's head, since its strings cannot hold a line break.</param>
    /// <param name="take">Is given namespace, pod, container and the log.</param>
    public static ReadOnlyMemory<byte> TakeOut(ReadOnlyMemory<byte> text, Action<string, string, string, ReadOnlyMemory<byte>> take)
    {
        var at = Find(text.Span, 0);
        if (at < 0)
        {
            return text;
        }

        var rest = new MemoryStream();
        var done = 0;
        while (at >= 0)
        {
            rest.Write(text.Span[done..at]);
            var lineEnd = text.Span[at..].IndexOf((byte)'\n');
            var head = lineEnd < 0 ? text.Span[at..] : text.Span.Slice(at, lineEnd);
            var begin = at + head.Length + (lineEnd < 0 ? 0 : 1);
            var match = Head().Match(Encoding.UTF8.GetString(head));
            if (!match.Success)
            {
                rest.Write(text.Span[at..begin]);
                done = begin;
                at = Find(text.Span, done);
                continue;
            }

            // A log need not end with a line break, and may be cut off together with its END.
            var end = Encoding.UTF8.GetBytes($"==== END logs for container {match.Groups[1].Value} of pod {match.Groups[2].Value}/{match.Groups[3].Value} ====");
            var length = text.Span[begin..].IndexOf(end);
            var next = Find(text.Span, begin);
            var stop = length >= 0 ? begin + length : next >= 0 ? next : text.Length;
            done = length >= 0 ? stop + end.Length : stop;
            var log = text[begin..stop];
            if (!IsRefusal(log.Span))
            {
                take(match.Groups[2].Value, match.Groups[3].Value, match.Groups[1].Value, log);
            }

            at = Find(text.Span, done);
        }

        rest.Write(text.Span[done..]);
        return rest.ToArray();
    }

    // The sentence that kubectl writes in place of a log is none of the container's.
    private static bool IsRefusal(ReadOnlySpan<byte> log) =>
        log.Length < 4096 && Encoding.UTF8.GetString(log).Trim() is var line && !line.Contains('\n')
        && (line.Length == 0 || line.StartsWith(FailedRequest, StringComparison.Ordinal) || line.StartsWith(FailedToAsk, StringComparison.Ordinal));

    private static int Find(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && text[from..].IndexOf(Start) is var at and >= 0)
        {
            at += from;
            if (at == 0 || text[at - 1] == (byte)'\n')
            {
                return at;
            }

            from = at + Start.Length;
        }

        return -1;
    }

    [GeneratedRegex(@"\A==== START logs for container (\S+) of pod ([^/\s]+)/(\S+) ====\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
