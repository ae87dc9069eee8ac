using System.Buffers;
using System.Text.RegularExpressions;

namespace AiSre.Detection.Logs;

/// <summary>Lines that say that something works again.</summary>
internal static partial class Recoveries
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["connect", "connection", "restored", "recovered", "acquired", "available", "online", "reachable", "healthy", "ready", "succeeded", " up"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Those hits that no later line takes back.</summary>
    public static List<Hit> Unrecovered(List<Hit> hits, List<LogLine> lines)
    {
        if (hits.Count == 0)
        {
            return hits;
        }

        var good = lines.Where(line => line.Number > hits[0].Line.Number && IsGood(line)).ToList();
        return good.Count == 0 ? hits : [.. hits.Where(hit => !CanRecover(hit) || !good.Any(line => line.Number > hit.Line.Number && TakesBack(line, hit)))];
    }

    private static bool CanRecover(Hit hit) => hit.Code is RootCause.DependencyUnavailable or RootCause.DnsFailure;

    private static bool IsGood(LogLine line) => line.Level is not (LineLevel.Warn or LineLevel.Error or LineLevel.Fatal) && line.Text.AsSpan().ContainsAny(Signs) && Good().IsMatch(line.Text) && !Bad().IsMatch(line.Text);

    // "Connected to redis:6379" says nothing about the database.
    private static bool TakesBack(LogLine line, Hit hit) =>
        (hit.Host is not null && line.Text.Contains(hit.Host, StringComparison.OrdinalIgnoreCase)) || Addresses.Find(line.Text).Host is null || hit.Host is null;

    [GeneratedRegex(@"\bre-?connected\b|\bconnected (?:successfully|to)\b|\b(?:successfully|now|is|are|got|client) (?:re)?connected\b|\bconnection (?:\w+ )?(?:has been |is |was |successfully )?(?:re-?)?(?:established|restored|recovered|opened|ready|successful|succeeded|ok|acquired|up)\b|\b(?:established|restored|recovered|acquired|got) (?:the |a )?(?:\w+ )?connection\b|\brecovered\b|\bis (?:now |back )?(?:up|available|online|reachable|healthy|ready)\b|\bback (?:online|up)\b|\bsucceeded after\b|\bestablished\b.{0,30}\bconnection\b", Options)]
    private static partial Regex Good();

    [GeneratedRegex(@"\b(?:not|un(?:able|available|reachable|healthy)|fail(?:ed|ure|s)?|error|refused|disconnected|cannot|can't|could not|couldn't|never|no longer|waiting|retry(?:ing)?|lost|until|if|when|unless)\b", Options)]
    private static partial Regex Bad();
}
