using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Runbooks;

namespace AiSre.Tests.Remediation.Guardrails;

public sealed class GuardrailParserTests
{
    [Fact]
    public void Every_key_is_read()
    {
        var file = GuardrailParser.Parse(GuardrailTexts.Everything).File!;

        Assert.Equal([("development", Criticality.Low), ("production", Criticality.Critical)], file.Environments.Select(one => (one.Name, one.Criticality)));
        Assert.Equal([("company", "freeze.ics", "Europe/Berlin"), ("year-end", null, "Etc/UTC")], file.Calendars.Select(one => (one.Name, one.File, one.TimeZone)));
        Assert.Equal([RiskLevel.Medium, RiskLevel.Low], file.Automatic.Select(one => one.Risk));
        Assert.Equal(GuardrailOutcome.Deny, file.Rules[0].Always);
        var (only, small) = (file.Rules[1], file.Rules[2]);
        Assert.Equal(GuardrailOutcome.Deny, only.Otherwise);
        Assert.Equal([new Glob("Deployment"), new Glob("StatefulSet")], only.Kinds!.Globs);
        Assert.Equal((2m, 20m, 2m), (only.Values!.Bounds[0].AtLeast!.Value.Value, only.Values.Bounds[0].AtMost!.Value.Value, only.Values.Bounds[0].Factor));
        Assert.Equal(new BlastRadius { Objects = 3, Replicas = 20, Applications = 1, Clusters = 1 }, small.BlastRadius);
        Assert.Equal((new Rate(1, TimeSpan.FromHours(1)), new Rate(20, TimeSpan.FromDays(1))), (small.Rate!.PerApplication, small.Rate.Fleet));
        Assert.Equal(new BreakerLimit(1, TimeSpan.FromDays(30)), small.Breaker);
        Assert.Equal(["company", "year-end"], small.Freeze!.Calendars);
    }

    [Theory]
    [InlineData("", "line 1, column 1: the text is not one mapping")]
    [InlineData("- a\n", "the text is not one mapping")]
    [InlineData("a: b: c\n", "the text is not valid YAML")]
    [InlineData("rule: []\n", "line 1, column 1: the key 'rule' is not known; allowed: environments, automatic, rules, calendars")]
    [InlineData("rules: []\n", "line 1, column 8: 'rules' holds a list; allowed is a list with at least one item")]
    [InlineData("rules:\n  - {name: a, alway: deny}\n", "line 2, column 15: the key 'alway' is not known in 'rules[0]'; allowed: ")]
    [InlineData("rules:\n  - {name: a}\n", "the rule 'a' needs either 'always' or at least one limit")]
    [InlineData("rules:\n  - {name: a, always: deny, risk: low}\n", "the rule 'a' needs either 'always' or at least one limit")]
    [InlineData("rules:\n  - {name: a, always: allow}\n", "'allow' is not a value of 'rules[0].always'; allowed: require-approval, deny")]
    [InlineData("rules:\n  - {name: a, risk: low}\n  - {name: a, risk: low}\n", "line 3, column 12: there are two rules 'a'")]
    [InlineData("rules:\n  - {risk: low}\n", "'rules[0].name' is missing")]
    [InlineData("rules:\n  - {name: a, freeze: [x]}\n", "there is no calendar 'x'")]
    [InlineData("rules:\n  - {name: a, risk: low, where: {environments: [x]}}\n", "there is no environment 'x'")]
    [InlineData("rules:\n  - {name: a, risk: low, where: x}\n", "'rules[0].where' holds 'x'; allowed is a mapping")]
    [InlineData("rules:\n  - {name: a, repositories: []}\n", "'rules[0].repositories' is an empty list")]
    [InlineData("rules:\n  - {name: a, values: {a: {at-most: x}}}\n", "'x' is not a value of 'rules[0].values.a.at-most'")]
    [InlineData("rules:\n  - {name: a, values: {a: {at-most: 1, at-least: 2}}}\n", "which nothing is")]
    [InlineData("rules:\n  - {name: a, values: {a: {}}}\n", "bounds nothing")]
    [InlineData("rules:\n  - {name: a, values: {a: {factor: 2}}}\n", "allowed are x1 to x1000")]
    [InlineData("rules:\n  - {name: a, blast-radius: {objects: -1}}\n", "'-1' is not a value of 'rules[0].blast-radius.objects'")]
    [InlineData("rules:\n  - {name: a, hours: {time-zone: Mars/Olympus, open: [Mon 09:00-10:00]}}\n", "'Mars/Olympus' is not a time zone")]
    [InlineData("rules:\n  - {name: a, hours: {time-zone: ../../etc/passwd, open: [Mon 09:00-10:00]}}\n", "is not a time zone")]
    [InlineData("rules:\n  - {name: a, hours: {time-zone: Etc/UTC, open: [Mon 09:00]}}\n", "is not a span of the week")]
    [InlineData("rules:\n  - {name: a, hours: {time-zone: Etc/UTC, open: [Mon 25:00-26:00]}}\n", "is not a span of the week")]
    [InlineData("rules:\n  - {name: a, hours: {open: [Mon 09:00-10:00]}}\n", "'hours.time-zone' is missing")]
    [InlineData("rules:\n  - {name: a, rate: {fleet: 3 per hour}}\n", "allowed are a number and a span")]
    [InlineData("rules:\n  - {name: a, rate: {fleet: 3 in 999d}}\n", "a span of at most 90 days")]
    [InlineData("rules:\n  - {name: a, breaker: {failures: 0, within: 1d}}\n", "whole numbers from 1 to")]
    [InlineData("rules:\n  - {name: a, breaker: {failures: 1}}\n", "'rules[0].breaker.within' is missing")]
    [InlineData("automatic:\n  - {risk: low}\n", "names no place")]
    [InlineData("automatic: {}\n", "'automatic' holds a mapping; allowed is a list")]
    [InlineData("environments: {a: {clusters: [x]}}\n", "'environments.a.criticality' is missing")]
    [InlineData("environments: {a: {criticality: low}}\n", "says neither 'clusters' nor 'namespaces'")]
    [InlineData("environments: {a: low}\n", "'environments.a' holds 'low'; allowed is a mapping")]
    [InlineData("calendars: {a: {}}\n", "needs one of 'text'")]
    [InlineData("calendars: {a: {file: ../../etc/passwd}}\n", "is not a file of the folder of calendars")]
    [InlineData("calendars: {a: {text: hello}}\n", "the calendar cannot be read")]
    [InlineData("rules: &a\n  - {name: a, risk: low}\n", "line 1, column 8: anchors and aliases are not allowed")]
    [InlineData("automatic:\n  - clusters: [*]\n", "line 2")]
    public void What_does_not_fit_is_told_with_its_place(string text, string message)
    {
        var parsed = GuardrailParser.Parse(text);

        Assert.False(parsed.IsValid);
        Assert.Contains(message, string.Join('\n', parsed.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_order()
    {
        var errors = GuardrailParser.Parse("rules:\n  - {name: a, risk: hihg}\n  - {name: b, kind: x}\nautomatic: [{}]\n").Errors;

        Assert.Equal([2, 3, 3, 4], errors.Select(error => error.Line));
    }

    [Fact]
    public void A_pattern_that_begins_with_a_star_is_to_be_put_in_quotes() =>
        Assert.Contains("in quotes", GuardrailParser.Parse("automatic:\n  - clusters: *prod\n").Errors[0].Message, StringComparison.Ordinal);

    [Fact]
    public void Input_that_means_ill_is_bounded()
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(n => $"a{n}: &a{n} [{string.Join(", ", Enumerable.Repeat($"*a{n - 1}", 9))}]\n"));

        Assert.Contains("anchors and aliases", Assert.Single(GuardrailParser.Parse(bomb).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("characters; allowed are", Assert.Single(GuardrailParser.Parse(new string(' ', 50_000_000)).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("nested deeper than 16 levels", Assert.Single(GuardrailParser.Parse("a: " + new string('[', 1_000_000)).Errors).Message, StringComparison.Ordinal);
        Assert.False(GuardrailParser.Parse("a: " + new string('{', 1_000_000)).IsValid);
        Assert.False(GuardrailParser.Parse(string.Concat(Enumerable.Range(0, 100_000).Select(n => $"k{n}: 1\n"))).IsValid);
        Assert.False(GuardrailParser.Parse("rules:\n" + string.Concat(Enumerable.Range(0, 10_001).Select(n => $"  - {{name: r{n}, risk: low}}\n"))).IsValid);
        Assert.InRange(started.Elapsed.TotalSeconds, 0, 20);
    }
}
