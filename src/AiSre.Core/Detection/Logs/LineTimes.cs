using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Detection.Logs;

/// <summary>Reads a line's own time stamp. Without an offset it is taken for UTC, which is what containers run in.</summary>
internal static partial class LineTimes
{
    // A plain line begins with its time; a structured one has it anywhere.
    private const int Head = 64;
    private const int StructuredHead = 1024;
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy/MM/dd HH:mm:ss", "yyyy-MMM-dd HH:mm:ss", "dd/MMM/yyyy:HH:mm:ss", "dd/MMM/yyyy HH:mm:ss", "dd-MMM-yyyy HH:mm:ss", "dd MMM yyyy HH:mm:ss",
        "MMM dd, yyyy h:mm:ss tt", "yy/MM/dd HH:mm:ss",
    ];

    /// <summary>The time, or null when the line has none, or one without a year.</summary>
    public static DateTimeOffset? Of(string raw)
    {
        var limit = raw.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal) ? StructuredHead : Head;
        var head = raw.Length > limit ? raw[..limit] : raw;
        try
        {
            if (Stamp().Match(head) is { Success: true } stamp)
            {
                var text = stamp.Groups["day"].Value + " " + stamp.Groups["time"].Value;
                var zone = stamp.Groups["zone"].Value;
                text = stamp.Groups["day"].ValueSpan.EndsWith(":", StringComparison.Ordinal) ? text.Replace(": ", ":", StringComparison.Ordinal) : text;
                if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Utc, out var at))
                {
                    var fraction = stamp.Groups["fraction"].Value;
                    at = fraction.Length == 0 ? at : at.AddSeconds(double.Parse("0." + fraction, CultureInfo.InvariantCulture));
                    return zone.Length < 5 ? at : at - Offset(zone);
                }
            }

            // pino and bunyan count milliseconds, zap seconds, since 1970.
            if (Epoch().Match(head) is { Success: true } epoch && double.TryParse(epoch.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number))
            {
                return DateTimeOffset.UnixEpoch.AddSeconds(number > 1e11 ? number / 1000 : number);
            }
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or FormatException)
        {
            // A number that is no time.
        }

        return null;
    }

    private static TimeSpan Offset(string zone)
    {
        var digits = zone.Replace(":", "", StringComparison.Ordinal).TrimStart('+', '-', ' ');
        var offset = new TimeSpan(int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..4], CultureInfo.InvariantCulture), 0);
        return zone.Contains('-', StringComparison.Ordinal) ? -offset : offset;
    }

    [GeneratedRegex(
        @"(?<day>\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d|\d{4}-[A-Z][a-z]{2}-\d\d|\d\d/[A-Z][a-z]{2}/\d{4}:?|\d\d[ -][A-Z][a-z]{2}[ -]\d{4}|\d\d/\d\d/\d\d)[T ]?(?<time>\d\d:\d\d:\d\d)(?:[.,](?<fraction>\d{1,9}))?(?<zone> ?[+-]\d\d:?\d\d)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();

    [GeneratedRegex("\"(?:time|ts|timestamp|@timestamp)\":\\s*(\\d{10,13}(?:\\.\\d+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Epoch();
}
