using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Runbooks;
using AiSre.Runbooks.Format;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Reads guardrails into values. The format is described at <see cref="GuardrailFile"/>.</summary>
public static partial class GuardrailParser
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int LongestText = BoundedYaml.LongestText;

    internal const int MostRules = 10_000;
    private const int MostAutomatic = 1_000;
    private const int MostEnvironments = 500;
    private const int MostCalendars = 50;
    private const int MostErrors = 500;

    /// <summary>Reads the text; all mistakes are reported at once, each with its place.</summary>
    public static GuardrailParseResult Parse(string text)
    {
        var errors = new List<RunbookError>();
        if (BoundedYaml.Read(text, errors) is not { } top)
        {
            return Invalid(errors);
        }

        var environments = top.Map("environments")?.MapEntries() ?? [];
        var automatic = top.Maps("automatic", "environments: [development]");
        var rules = top.Maps("rules", "{name: small steps, blast-radius: {objects: 3}}");
        Bound(top, "environments", environments.Count, MostEnvironments);
        Bound(top, "automatic", automatic.Count, MostAutomatic);
        Bound(top, "rules", rules.Count, MostRules);
        var file = new GuardrailFile
        {
            Environments = [.. environments.Select(entry => ReadEnvironment(entry.Key, entry.Map))],
            Calendars = ReadCalendars(top),
            Automatic = [.. automatic.Select(ReadAutomatic)],
            Rules = [.. rules.Select(GuardrailRuleReader.Read)],
        };
        CheckNames(top, file, rules, automatic);
        top.RefuseOtherKeys();
        return errors.Count > 0 ? Invalid(errors) : new GuardrailParseResult(file, [])
        {
            Places = new GuardrailPlacesInText([.. automatic.Select(Place)], [.. rules.Select(Place)], [.. environments.Select(entry => Place(entry.Map))]),
        };
    }

    /// <summary>Reads the patterns of a scope; the keys are those of <paramref name="map"/> itself.</summary>
    internal static GuardrailScope ReadScope(FrontMatterMap map) => new()
    {
        Clusters = Globs(map, "clusters") ?? Patterns.Empty,
        Namespaces = Globs(map, "namespaces") ?? Patterns.Empty,
        Applications = Globs(map, "applications") ?? Patterns.Empty,
        Environments = Globs(map, "environments") ?? Patterns.Empty,
    };

    /// <summary>Globs under a key; null when the key is not there, or says nothing, which is a mistake.</summary>
    internal static Patterns? Globs(FrontMatterMap map, string key) => map.Has(key) && map.Texts(key) is { IsEmpty: false } texts ? Patterns.Of(texts) : null;

    // Places come as those of front matter, which begins on the second line.
    internal static int Line(int line) => Math.Max(1, line - FrontMatter.FirstLine + 1);

    private static (int Line, int Column) Place(FrontMatterMap map) => (Line(map.Place.Line), map.Place.Column);

    private static GuardrailParseResult Invalid(List<RunbookError> errors) =>
        new(null, [.. errors.Select(error => error with { Line = Line(error.Line) }).Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column).Take(MostErrors)]);

    private static void Bound(FrontMatterMap top, string key, int count, int most)
    {
        if (count > most)
        {
            top.Refuse(key, $"'{key}' has {count} entries; allowed are {most}");
        }
    }

    private static EnvironmentDefinition ReadEnvironment(string name, FrontMatterMap map)
    {
        if (!NameGrammar().IsMatch(name))
        {
            map.Refuse($"'{name}' is not a name of an environment; allowed are letters, digits and dashes");
        }

        if (!map.Has("criticality"))
        {
            map.Refuse("criticality", $"'{map.Name}.criticality' is missing; allowed: low, medium, high, critical");
        }

        var environment = new EnvironmentDefinition(
            name, map.Word<Criticality>("criticality") ?? Criticality.Critical, Globs(map, "clusters") ?? Patterns.Empty, Globs(map, "namespaces") ?? Patterns.Empty);
        if (!map.Has("clusters") && !map.Has("namespaces"))
        {
            map.Refuse($"'{map.Name}' says neither 'clusters' nor 'namespaces', so it would be everything; name at least one");
        }

        map.RefuseOtherKeys();
        return environment;
    }

    private static AutomaticScope ReadAutomatic(FrontMatterMap map)
    {
        var scope = new AutomaticScope(ReadScope(map), map.Word("risk", RiskLevel.Low, RiskLevel.Medium) ?? RiskLevel.Low);
        if (scope.Where.IsEverywhere)
        {
            map.Refuse("an entry of 'automatic' names no place, so everything would be; name 'environments', 'clusters', 'namespaces' or 'applications'");
        }

        map.RefuseOtherKeys();
        return scope;
    }

    private static ImmutableArray<CalendarDefinition> ReadCalendars(FrontMatterMap top)
    {
        var entries = top.Map("calendars")?.MapEntries() ?? [];
        Bound(top, "calendars", entries.Count, MostCalendars);
        return [.. entries.Select(entry =>
        {
            var (map, zone) = (entry.Map, GuardrailRuleReader.TimeZone(entry.Map) ?? "Etc/UTC");
            var calendar = new CalendarDefinition(entry.Key, zone, map.Text("text"), map.Text("file"));
            if (calendar.Text is null == calendar.File is null)
            {
                map.Refuse($"'{map.Name}' needs one of 'text' (the calendar itself) and 'file' (its file)");
            }
            else if (calendar.File is { } file && !FileGrammar().IsMatch(file))
            {
                map.Refuse("file", $"'{file}' is not a file of the folder of calendars; allowed is a name such as freeze.ics");
            }
            else if (calendar.Text is { } content && Freezes.FreezeCalendar.Mistake(content, zone) is { } mistake)
            {
                map.Refuse("text", $"the calendar cannot be read: {mistake}");
            }

            map.RefuseOtherKeys();
            return calendar;
        })];
    }

    // What is named has to be there: a rule about what does not exist would say nothing, and nobody would be told.
    private static void CheckNames(FrontMatterMap top, GuardrailFile file, IReadOnlyList<FrontMatterMap> rules, IReadOnlyList<FrontMatterMap> automatic)
    {
        var (names, calendars) = (new HashSet<string>(StringComparer.Ordinal), file.Calendars.Select(calendar => calendar.Name).ToHashSet(StringComparer.Ordinal));
        for (var index = 0; index < rules.Count; index++)
        {
            var (rule, map) = (file.Rules[index], rules[index]);
            if (rule.Name.Length > 0 && !names.Add(rule.Name))
            {
                map.Refuse("name", $"there are two rules '{rule.Name}'; give each a name of its own");
            }

            foreach (var missing in rule.Freeze?.Calendars.Where(name => !calendars.Contains(name)) ?? [])
            {
                map.Refuse("freeze", $"there is no calendar '{missing}'{FrontMatterMap.Hint(missing, calendars)}");
            }

            CheckEnvironments(map.Map("where") ?? map, rule.Where, file);
        }

        for (var index = 0; index < automatic.Count; index++)
        {
            CheckEnvironments(automatic[index], file.Automatic[index].Where, file);
        }
    }

    private static void CheckEnvironments(FrontMatterMap map, GuardrailScope scope, GuardrailFile file)
    {
        foreach (var glob in scope.Environments.Globs.Where(glob => !file.Environments.Any(one => glob.Matches(one.Name))))
        {
            map.Refuse("environments", $"there is no environment '{glob}'{FrontMatterMap.Hint(glob.Pattern, [.. file.Environments.Select(one => one.Name)])}");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\z")]
    private static partial Regex NameGrammar();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex FileGrammar();
}
