using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Runbooks;
using AiSre.Runbooks.Format;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Reads one rule.</summary>
internal static partial class GuardrailRuleReader
{
    internal const int Many = 100_000;

    public static GuardrailRule Read(FrontMatterMap map)
    {
        var where = map.Map("where");
        var rule = new GuardrailRule
        {
            Name = map.Text("name", required: true) ?? "",
            Where = where is null ? GuardrailScope.Everywhere : GuardrailParser.ReadScope(where),
            Always = map.Word("always", GuardrailOutcome.RequireApproval, GuardrailOutcome.Deny),
            Otherwise = map.Word("otherwise", GuardrailOutcome.RequireApproval, GuardrailOutcome.Deny) ?? GuardrailOutcome.RequireApproval,
            Repositories = GuardrailParser.Globs(map, "repositories"),
            Paths = GuardrailParser.Globs(map, "paths") is { } paths ? new PathLimit([.. paths.Globs.Select(glob => new PathPattern(glob.Pattern))]) : null,
            Kinds = GuardrailParser.Globs(map, "kinds"),
            Fields = GuardrailParser.Globs(map, "fields"),
            Values = ReadValues(map),
            BlastRadius = ReadBlastRadius(map),
            Criticality = map.Word<Criticality>("criticality") is { } criticality ? new CriticalityLimit(criticality) : null,
            Risk = map.Word<RiskLevel>("risk") is { } risk ? new RiskLimit(risk) : null,
            Hours = ReadHours(map),
            Freeze = map.Texts("freeze") is { IsEmpty: false } calendars ? new FreezeLimit(calendars) : null,
            Rate = PaceReader.ReadRate(map),
            Breaker = PaceReader.ReadBreaker(map),
        };
        where?.RefuseOtherKeys();
        string[] limits = ["repositories", "paths", "kinds", "fields", "values", "blast-radius", "criticality", "risk", "hours", "freeze", "rate", "breaker"];
        if (map.Has("always") ? Array.Exists(limits, map.Has) || map.Has("otherwise") : !Array.Exists(limits, map.Has))
        {
            map.Refuse("name", $"the rule '{rule.Name}' needs either 'always' or at least one limit ({string.Join(", ", limits)}), and 'otherwise' goes with limits");
        }

        map.RefuseOtherKeys();
        return rule;
    }

    /// <summary>An IANA time zone; null when the key is not there or names none, which is noted.</summary>
    public static string? TimeZone(FrontMatterMap map)
    {
        var zone = map.Text("time-zone");
        if (zone is not null && !(ZoneGrammar().IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
        {
            map.Refuse("time-zone", $"'{zone}' is not a time zone; allowed are IANA names such as Europe/Berlin");
            return null;
        }

        return zone;
    }

    private static ValueLimits? ReadValues(FrontMatterMap map)
    {
        if (map.Map("values") is not { } values)
        {
            return null;
        }

        var bounds = ImmutableArray.CreateBuilder<ValueBound>();
        foreach (var (field, bound) in values.MapEntries())
        {
            bounds.Add(new ValueBound(new Glob(field))
            {
                AtLeast = Quantity(bound, "at-least"),
                AtMost = Quantity(bound, "at-most"),
                Factor = Factor(bound),
                OneOf = GuardrailParser.Globs(bound, "one-of"),
            });
            if (bound.Has("at-least") && bound.Has("at-most") && bounds[^1] is { AtLeast: { } least, AtMost: { } most } && least > most)
            {
                bound.Refuse("at-least", $"'{bound.Name}' has to be at least {least} and at most {most}, which nothing is");
            }

            if (!bound.Has("at-least") && !bound.Has("at-most") && !bound.Has("factor") && !bound.Has("one-of"))
            {
                bound.Refuse($"'{bound.Name}' bounds nothing; allowed: at-least, at-most, factor, one-of");
            }

            bound.RefuseOtherKeys();
        }

        if (bounds.Count == 0)
        {
            map.Refuse("values", "'values' names no field; name at least one or leave the key out");
        }

        return new ValueLimits(bounds.ToImmutable());
    }

    private static ResourceQuantity? Quantity(FrontMatterMap map, string key)
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (ResourceQuantity.TryParse(text, out var quantity))
        {
            return quantity;
        }

        map.Refuse(key, $"'{text}' is not a value of '{map.Name}.{key}'; allowed are numbers and amounts such as 10, 250m, 512Mi");
        return null;
    }

    private static decimal? Factor(FrontMatterMap map)
    {
        if (map.Text("factor") is not { } text)
        {
            return null;
        }

        if (text.StartsWith('x') && decimal.TryParse(text.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= 1000)
        {
            return factor;
        }

        map.Refuse("factor", $"'{text}' is not a value of '{map.Name}.factor'; allowed are x1 to x1000, such as x1.5");
        return null;
    }

    private static BlastRadius? ReadBlastRadius(FrontMatterMap map)
    {
        if (map.Map("blast-radius") is not { } radius)
        {
            return null;
        }

        var read = new BlastRadius
        {
            Objects = radius.Number("objects", 0, Many),
            Replicas = radius.Number("replicas", 0, Many),
            Applications = radius.Number("applications", 0, Many),
            Clusters = radius.Number("clusters", 0, Many),
        };
        RefuseEmpty(radius, "objects", "replicas", "applications", "clusters");
        return read;
    }

    private static OpenHours? ReadHours(FrontMatterMap map)
    {
        if (map.Map("hours") is not { } hours)
        {
            return null;
        }

        var zone = TimeZone(hours);
        if (!hours.Has("time-zone"))
        {
            hours.Refuse("'hours.time-zone' is missing; allowed are IANA names such as Europe/Berlin");
        }

        var spans = ImmutableArray.CreateBuilder<WeeklySpan>();
        foreach (var text in hours.Texts("open"))
        {
            if (WeeklySpan.TryParse(text) is { } span)
            {
                spans.Add(span);
            }
            else
            {
                hours.Refuse("open", $"'{text}' is not a span of the week; allowed are days and times such as 'Mon-Fri 09:00-17:00' or 'Sat,Sun 00:00-24:00'");
            }
        }

        if (!hours.Has("open"))
        {
            hours.Refuse("'hours.open' is missing; name at least one span such as 'Mon-Fri 09:00-17:00'");
        }

        hours.RefuseOtherKeys();
        return new OpenHours(zone ?? "Etc/UTC", spans.ToImmutable());
    }

    /// <summary>Notes a mapping that limits nothing, and keys that are not known.</summary>
    internal static void RefuseEmpty(FrontMatterMap map, params string[] keys)
    {
        if (!Array.Exists(keys, map.Has))
        {
            map.Refuse($"'{map.Name}' limits nothing; allowed: {string.Join(", ", keys)}");
        }

        map.RefuseOtherKeys();
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}\z")]
    private static partial Regex ZoneGrammar();
}
