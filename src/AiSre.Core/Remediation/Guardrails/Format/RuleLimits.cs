namespace AiSre.Remediation.Guardrails.Format;

/// <summary>What a rule limits, as texts to compare. Pure.</summary>
internal static class RuleLimits
{
    /// <summary>Each limit by its key.</summary>
    public static IEnumerable<(string Key, string Value)> Of(GuardrailRule rule)
    {
        (string Key, string? Value)[] all =
        [
            ("repositories", Text(rule.Repositories)),
            ("paths", rule.Paths is { } paths ? string.Join('\n', paths.Patterns.Select(pattern => pattern.Pattern).Order(StringComparer.Ordinal)) : null),
            ("kinds", Text(rule.Kinds)),
            ("fields", Text(rule.Fields)),
            ("blast-radius.objects", Text(rule.BlastRadius?.Objects)),
            ("blast-radius.replicas", Text(rule.BlastRadius?.Replicas)),
            ("blast-radius.applications", Text(rule.BlastRadius?.Applications)),
            ("blast-radius.clusters", Text(rule.BlastRadius?.Clusters)),
            ("criticality", rule.Criticality?.AtMost.ToString()),
            ("risk", rule.Risk?.AtMost.ToString()),
            ("hours", rule.Hours?.ToString()),
            ("freeze", rule.Freeze is { } freeze ? string.Join('\n', freeze.Calendars.Order(StringComparer.Ordinal)) : null),
            ("rate.per-application", rule.Rate?.PerApplication?.ToString()),
            ("rate.per-cluster", rule.Rate?.PerCluster?.ToString()),
            ("rate.fleet", rule.Rate?.Fleet?.ToString()),
            ("breaker", rule.Breaker?.ToString()),
            .. rule.Values?.Bounds.Select(bound => ($"values.{bound.Field}", (string?)$"{bound.AtLeast} {bound.AtMost} {bound.Factor} {Text(bound.OneOf)}")) ?? [],
        ];
        return all.Where(limit => limit.Value is not null).Select(limit => (limit.Key, limit.Value!)).DistinctBy(limit => limit.Key);
    }

    /// <summary>The same text for scopes that name the same places in whatever order.</summary>
    public static string Key(GuardrailScope scope) => string.Join('|', Text(scope.Clusters), Text(scope.Namespaces), Text(scope.Applications), Text(scope.Environments));

    /// <summary>The key of a list that everything fits; null when there is none.</summary>
    public static string? Everything(GuardrailRule rule)
    {
        (string Key, Patterns? Patterns)[] lists =
        [
            ("repositories", rule.Repositories),
            ("kinds", rule.Kinds),
            ("fields", rule.Fields),
            ("where", new Patterns([.. rule.Where.Clusters.Globs, .. rule.Where.Namespaces.Globs, .. rule.Where.Applications.Globs, .. rule.Where.Environments.Globs])),
            ("paths", rule.Paths is { } paths ? Patterns.Of(paths.Patterns.Select(pattern => pattern.Pattern == "*" ? "" : pattern.Pattern)) : null),
            .. rule.Values?.Bounds.Select(bound => ($"values.{bound.Field}.one-of", bound.OneOf)) ?? [],
        ];
        return Array.Find(lists, list => list.Patterns?.Globs.Any(glob => glob.IsEverything) == true).Key;
    }

    private static string? Text(Patterns? patterns) => patterns is null ? null : string.Join('\n', patterns.Globs.Select(glob => glob.Pattern).Order(StringComparer.Ordinal));

    private static string? Text(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
