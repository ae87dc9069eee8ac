using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Operations;

namespace AiSre.Runbooks.Format;

/// <summary>Reads what a runbook says of when it is used: <c>not-when</c>, <c>when</c>, <c>mode</c> and <c>verify</c>.</summary>
internal static class RuleSections
{
    private static readonly TimeSpan LongestSoak = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    public static ImmutableArray<Exclusion> Exclusions(FrontMatterMap top)
    {
        var exclusions = ImmutableArray.CreateBuilder<Exclusion>();
        foreach (var map in top.Maps("not-when", "reason: QuotaExceeded"))
        {
            var exclusion = new Exclusion(SymptomSection.Read(map), ScopeSection.Read(map));
            map.RefuseOtherKeys();
            if (map.Keys().Count == 0)
            {
                top.Refuse("not-when", $"'{map.Name}' says nothing, so it would exclude everything; name what excludes the runbook");
            }

            exclusions.Add(exclusion);
        }

        return exclusions.ToImmutable();
    }

    public static ImmutableArray<Precondition> Preconditions(FrontMatterMap top)
    {
        var conditions = ImmutableArray.CreateBuilder<Precondition>();
        foreach (var map in top.Maps("when", "field: spec.replicas"))
        {
            var field = map.Text("field", required: true);
            var condition = new Precondition
            {
                Field = FieldPath.Parse(field ?? ""),
                Is = [.. map.Texts("is").Select(text => new Glob(text))],
                IsNot = [.. map.Texts("is-not").Select(text => new Glob(text))],
                AtLeast = Quantity(map, "at-least"),
                AtMost = Quantity(map, "at-most"),
                Exists = map.Flag("exists"),
            };
            map.RefuseOtherKeys();
            if (condition.Field.Steps.FirstOrDefault(step => step.StartsWith('$') && step != Precondition.Failing) is { } unknown)
            {
                map.Refuse("field", $"'{unknown}' stands for nothing; allowed is [{Precondition.Failing}], for each container that the symptoms name");
            }

            if (field is not null && !map.Keys().Any(key => key != "field"))
            {
                map.Refuse("field", $"'{map.Name}' asks for nothing; allowed: is, is-not, at-least, at-most, exists");
            }

            conditions.Add(condition);
        }

        return conditions.ToImmutable();
    }

    public static RunbookModes Modes(FrontMatterMap top)
    {
        if (!top.Has("mode"))
        {
            return RunbookModes.Default;
        }

        if (!top.IsList("mode"))
        {
            return new RunbookModes([new ScopedMode(RunbookScope.Everywhere, top.Word<RunbookMode>("mode") ?? RunbookMode.Propose)]);
        }

        var modes = ImmutableArray.CreateBuilder<ScopedMode>();
        foreach (var map in top.Maps("mode", "{is: shadow, clusters: dev-*}"))
        {
            if (!map.Has("is"))
            {
                map.Refuse("is", $"'{map.Name}.is' is missing; allowed: advise, propose, shadow, automatic");
            }

            modes.Add(new ScopedMode(ScopeSection.Read(map), map.Word<RunbookMode>("is") ?? RunbookMode.Propose));
            map.RefuseOtherKeys();
        }

        // What no item is for is decided by people.
        return new RunbookModes(modes.Append(new ScopedMode(RunbookScope.Everywhere, RunbookMode.Propose)).ToImmutableArray());
    }

    public static RunbookVerification Verification(FrontMatterMap top)
    {
        if (top.Map("verify") is not { } map)
        {
            return RunbookVerification.Default;
        }

        var verification = new RunbookVerification(
            map.Time("soak", TimeSpan.FromSeconds(1), LongestSoak), map.Time("timeout", TimeSpan.FromMinutes(1), LongestWait));
        map.RefuseOtherKeys();
        return verification;
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

        map.Refuse(key, $"'{text}' is not a value of '{map.Name}.{key}'; allowed are numbers and quantities such as 3, 250m or 512Mi");
        return null;
    }
}
