using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Reads how often changes may be merged, and how many may fail.</summary>
internal static partial class PaceReader
{
    public static RateLimit? ReadRate(FrontMatterMap map)
    {
        if (map.Map("rate") is not { } rate)
        {
            return null;
        }

        var read = new RateLimit { PerApplication = Rate(rate, "per-application"), PerCluster = Rate(rate, "per-cluster"), Fleet = Rate(rate, "fleet") };
        GuardrailRuleReader.RefuseEmpty(rate, "per-application", "per-cluster", "fleet");
        return read;
    }

    private static Rate? Rate(FrontMatterMap map, string key)
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (RateGrammar().Match(text) is { Success: true } match && int.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number) && number <= GuardrailRuleReader.Many
            && Span(match.Groups["span"].Value) is { } within)
        {
            return new Rate(number, within);
        }

        map.Refuse(key, $"'{text}' is not a value of '{map.Name}.{key}'; allowed are a number and a span of at most 90 days, such as '3 in 1h' or '1 in 1d'");
        return null;
    }

    public static BreakerLimit? ReadBreaker(FrontMatterMap map)
    {
        if (map.Map("breaker") is not { } breaker)
        {
            return null;
        }

        var failures = breaker.Number("failures", 1, GuardrailRuleReader.Many);
        var text = breaker.Text("within", required: true);
        var within = text is null ? null : Span(text);
        if (!breaker.Has("failures"))
        {
            breaker.Refuse("'breaker.failures' is missing; allowed are whole numbers from 1");
        }

        if (text is not null && within is null)
        {
            breaker.Refuse("within", $"'{text}' is not a value of 'breaker.within'; allowed are spans of at most 90 days such as 12h or 7d");
        }

        breaker.RefuseOtherKeys();
        return new BreakerLimit(failures ?? 1, within ?? BreakerLimit.Always.Within);
    }

    /// <summary>A span such as <c>30m</c>, <c>12h</c>, <c>7d</c>; null when it is none, nothing or more than 90 days.</summary>
    private static TimeSpan? Span(string text)
    {
        const int Longest = 90;
        if (SpanGrammar().Match(text) is not { Success: true } match || !int.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number) || number is 0 or > GuardrailRuleReader.Many * 2)
        {
            return null;
        }

        var span = match.Groups["unit"].Value switch { "m" => TimeSpan.FromMinutes(number), "h" => TimeSpan.FromHours(number), _ => TimeSpan.FromDays(number) };
        return span <= TimeSpan.FromDays(Longest) ? span : null;
    }

    [GeneratedRegex(@"\A(?<number>[0-9]{1,6}) in (?<span>[0-9]{1,6}[mhd])\z")]
    private static partial Regex RateGrammar();

    [GeneratedRegex(@"\A(?<number>[0-9]{1,6})(?<unit>[mhd])\z")]
    private static partial Regex SpanGrammar();
}
