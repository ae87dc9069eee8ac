using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Tests.Remediation.Guardrails;

public sealed class GuardrailLinterTests
{
    private const string Start = "environments: {dev: {criticality: low, clusters: [dev-*]}, prod: {criticality: critical, clusters: [prod-*]}}\nautomatic: [{environments: [dev]}]\n";

    [Fact]
    public void There_is_nothing_to_say_about_what_is_well_meant() => Assert.Empty(GuardrailLinter.Lint(Start + "rules:\n  - {name: a, risk: low}\n"));

    [Fact]
    public void A_text_that_is_not_valid_has_errors()
    {
        var finding = Assert.Single(GuardrailLinter.Lint("rules: [{name: a, rsik: low, risk: low}]\n"));

        Assert.StartsWith("line 1, column 19: error: the key 'rsik' is not known", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules:\n  - {name: a, blast-radius: {objects: 3}}\n  - {name: b, blast-radius: {objects: 5}}\n", "line 5", "the rules 'a' and 'b' differ about 'blast-radius.objects' for the same places; both count, so the stricter does")]
    [InlineData("rules:\n  - {name: a, risk: low}\n  - {name: b, risk: low, kinds: [Pod]}\n", "line 5", "say the same about 'risk'")]
    [InlineData("rules:\n  - {name: a, where: {clusters: [x, y]}, always: deny}\n  - {name: b, where: {clusters: [y, x]}, risk: low}\n", "line 5", "the rule 'b' decides nothing: 'a' is always deny")]
    [InlineData("rules:\n  - {name: a, where: {environments: [dev]}, always: require-approval}\n", "line 2", "contradicts the rule 'a', which is always require-approval there")]
    [InlineData("rules:\n  - {name: a, where: {environments: [dev], clusters: [prod-1]}, risk: low}\n", "line 4", "the rule 'a' can never apply")]
    [InlineData("rules:\n  - {name: a, repositories: ['*']}\n", "line 4", "a pattern under 'repositories' that everything fits")]
    [InlineData("rules:\n  - {name: a, paths: ['**']}\n", "line 4", "a pattern under 'paths' that everything fits")]
    [InlineData("rules:\n  - {name: a, breaker: {failures: 3, within: 1d}}\n", "line 4", "never opens before the one that always holds")]
    [InlineData("calendars: {c: {file: c.ics}}\n", "line 1", "no rule names the calendar 'c'")]
    public void What_is_hardly_meant_is_told(string rules, string line, string message) =>
        Assert.Contains(GuardrailLinter.Lint(Start + rules), finding => !finding.IsError && finding.ToString().StartsWith(line, StringComparison.Ordinal) && finding.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("automatic: [{clusters: ['*']}]\n", "that everything fits; name what is meant")]
    [InlineData("automatic: [{clusters: [dev-1]}]\n", "names no environment")]
    [InlineData("rules: [{name: a, risk: low}]\n", "there is no 'automatic'")]
    [InlineData("environments: {a: {criticality: low, clusters: ['*']}}\nautomatic: [{environments: [a]}]\n", "none is unknown")]
    [InlineData("environments: {a: {criticality: low, clusters: [x]}}\nautomatic: [{environments: [a], clusters: [y]}]\n", "can never apply")]
    public void Places_are_looked_at_too(string text, string message) =>
        Assert.Contains(GuardrailLinter.Lint(text), finding => finding.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void The_longest_file_is_looked_through_in_seconds()
    {
        var automatic = string.Concat(Enumerable.Range(0, 1_000).Select(n => $"  - {{environments: [dev], clusters: ['dev-{n}-*']}}\n"));
        var rules = string.Concat(Enumerable.Range(0, 10_000).Select(n => $"  - {{name: r{n}, where: {{clusters: ['*-{n % 2_000}-*', dev-*]}}, {(n % 2 == 0 ? "always: deny" : "risk: low")}}}\n"));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(500, GuardrailLinter.Lint("environments: {dev: {criticality: low, clusters: [dev-*]}}\nautomatic:\n" + automatic + "rules:\n" + rules).Length);
        TestContext.Current.SendDiagnosticMessage($"linted in {watch.Elapsed.TotalMilliseconds:F0} ms");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("dev-*", "*-1", true)]
    [InlineData("dev-*", "prod-*", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a*d", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "*x*", true)]
    public void Two_patterns_overlap_or_do_not(string left, string right, bool expected)
    {
        Assert.Equal(expected, GlobOverlap.Of(Patterns.Of(left), Patterns.Of(right)));
        Assert.Equal(expected, GlobOverlap.Of(Patterns.Of(right), Patterns.Of(left)));
    }
}
