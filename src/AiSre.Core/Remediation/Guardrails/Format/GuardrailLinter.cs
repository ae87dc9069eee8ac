using System.Collections.Immutable;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>What is wrong with guardrails, and what is valid but hardly meant. Pure.</summary>
public static class GuardrailLinter
{
    private const int MostFindings = 500;

    /// <summary>Looks a text through; empty when there is nothing to say.</summary>
    public static ImmutableArray<GuardrailFinding> Lint(string text)
    {
        var parsed = GuardrailParser.Parse(text);
        return parsed.IsValid
            ? [.. new Warnings(parsed.File, parsed.Places).Find().OrderBy(finding => finding.Line).ThenBy(finding => finding.Message, StringComparer.Ordinal).Take(MostFindings)]
            : [.. parsed.Errors.Select(error => new GuardrailFinding(error.Line, error.Column, true, error.Message))];
    }

    private sealed class Warnings(GuardrailFile file, GuardrailPlacesInText places)
    {
        public IEnumerable<GuardrailFinding> Find() =>
            [.. Automatic(), .. Environments(), .. Calendars(), .. file.Rules.SelectMany((rule, index) => OfRule(rule, index)), .. Contradictions()];

        private IEnumerable<GuardrailFinding> Automatic()
        {
            if (file.Automatic.IsEmpty)
            {
                yield return new GuardrailFinding(1, 1, false, "there is no 'automatic', so a person decides about everything and rules only say what is denied");
            }

            var always = file.Rules.Where(rule => rule.Always is not null).DistinctBy(rule => RuleLimits.Key(rule.Where)).ToList();
            for (var index = 0; index < file.Automatic.Length; index++)
            {
                var where = file.Automatic[index].Where;
                if (Patterns(where).Any(patterns => patterns.Globs.Any(glob => glob.IsEverything)))
                {
                    yield return At(places.Automatic[index], "an entry of 'automatic' has a pattern that everything fits; name what is meant");
                }

                if (where.Environments.IsEmpty)
                {
                    yield return At(places.Automatic[index], "an entry of 'automatic' names no environment, so it does not count for critical places and for those that no environment names");
                }
                else if (!file.Environments.Any(environment => GlobOverlap.Of(environment, where)))
                {
                    yield return At(places.Automatic[index], $"an entry of 'automatic' can never apply: no place of {where.Environments} is in its clusters and namespaces");
                }

                if (always.Find(rule => GlobOverlap.Includes(rule.Where, where)) is { } contrary)
                {
                    yield return At(places.Automatic[index], $"an entry of 'automatic' contradicts the rule '{contrary.Name}', which is always {Word(contrary.Always!.Value)} there; the stricter counts, so this entry allows nothing");
                }
            }
        }

        private IEnumerable<GuardrailFinding> Environments() =>
            from pair in file.Environments.Select((environment, index) => (environment, index))
            where pair.environment.Clusters.Globs.Concat(pair.environment.Namespaces.Globs).Any(glob => glob.IsEverything) && pair.environment.Criticality < Criticality.High
            select At(places.Environments[pair.index], $"the environment '{pair.environment.Name}' has a pattern that everything fits, so every place has a criticality of {Word(pair.environment.Criticality)} at least and none is unknown");

        private IEnumerable<GuardrailFinding> Calendars() =>
            from calendar in file.Calendars
            where !file.Rules.Any(rule => rule.Freeze?.Calendars.Contains(calendar.Name) == true)
            select new GuardrailFinding(1, 1, false, $"no rule names the calendar '{calendar.Name}', so it freezes nothing");

        private IEnumerable<GuardrailFinding> OfRule(GuardrailRule rule, int index)
        {
            if (!rule.Where.Environments.IsEmpty && !file.Environments.Any(environment => GlobOverlap.Of(environment, rule.Where)))
            {
                yield return At(places.Rules[index], $"the rule '{rule.Name}' can never apply: no place of {rule.Where.Environments} is in its clusters and namespaces");
            }

            if (RuleLimits.Everything(rule) is { } key)
            {
                yield return At(places.Rules[index], $"the rule '{rule.Name}' has a pattern under '{key}' that everything fits, so it limits nothing there");
            }

            if (rule.Breaker is { } breaker && breaker.Failures >= BreakerLimit.Always.Failures && breaker.Within <= BreakerLimit.Always.Within)
            {
                yield return At(places.Rules[index], $"the breaker of the rule '{rule.Name}' never opens before the one that always holds ({BreakerLimit.Always.Failures} failures in {Duration.Words(BreakerLimit.Always.Within)})");
            }
        }

        // Only rules for the very same places: of others it depends on the change which of them count.
        private IEnumerable<GuardrailFinding> Contradictions()
        {
            foreach (var group in file.Rules.Select((rule, index) => (Rule: rule, Index: index)).GroupBy(pair => RuleLimits.Key(pair.Rule.Where), StringComparer.Ordinal))
            {
                var seen = new Dictionary<string, (GuardrailRule Rule, string Value)>(StringComparer.Ordinal);
                var always = group.Select(pair => pair.Rule).Where(rule => rule.Always is not null).MaxBy(rule => rule.Always);
                foreach (var (rule, index) in group)
                {
                    if (always is not null && always != rule && (rule.Always is not null || always.Always == GuardrailOutcome.Deny || rule.Otherwise == GuardrailOutcome.RequireApproval))
                    {
                        yield return At(places.Rules[index], $"the rule '{rule.Name}' decides nothing: '{always.Name}' is always {Word(always.Always!.Value)} for the same places, and the stricter counts");
                        continue;
                    }

                    foreach (var (key, value) in RuleLimits.Of(rule))
                    {
                        if (!seen.TryAdd(key, (rule, value)))
                        {
                            yield return At(places.Rules[index], seen[key].Value == value
                                ? $"the rules '{seen[key].Rule.Name}' and '{rule.Name}' say the same about '{key}' for the same places"
                                : $"the rules '{seen[key].Rule.Name}' and '{rule.Name}' differ about '{key}' for the same places; both count, so the stricter does");
                        }
                    }
                }
            }
        }

        private static IEnumerable<Patterns> Patterns(GuardrailScope scope) => [scope.Clusters, scope.Namespaces, scope.Applications, scope.Environments];

        private static string Word<T>(T value)
            where T : struct, Enum => Runbooks.Format.Words.Of(value);

        private static GuardrailFinding At((int Line, int Column) place, string message) => new(place.Line, place.Column, false, message);
    }
}

/// <summary>Something about a guardrails text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="IsError">Whether the text is not valid; otherwise it is, and this is a warning.</param>
/// <param name="Message">What is wrong, or hardly meant, and what to do.</param>
public sealed record GuardrailFinding(int Line, int Column, bool IsError, string Message)
{
    public override string ToString() => $"line {Line}, column {Column}: {(IsError ? "error" : "warning")}: {Message}";
}
