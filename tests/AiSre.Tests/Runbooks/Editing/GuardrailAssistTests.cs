using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Tests.Runbooks.Editing;

public sealed class GuardrailAssistTests
{
    private static readonly GuardrailAssist Assist = new();

    [Theory]
    [InlineData("‸", "environments calendars automatic rules")]
    [InlineData("environments:\n  dev:\n    ‸", "criticality clusters namespaces")]
    [InlineData("environments:\n  dev: {criticality: ‸", "low medium high critical")]
    [InlineData("calendars:\n  a:\n    ‸", "text file time-zone")]
    [InlineData("calendars:\n  a:\n    text: b\n    ‸", "time-zone")]
    [InlineData("rules:\n  - name: a\n    always: ‸", "require-approval deny")]
    [InlineData("rules:\n  - name: a\n    always: deny\n    ‸", "where")]
    [InlineData("rules:\n  - name: a\n    rate: {‸}", "per-application per-cluster fleet")]
    [InlineData("environments:\n  dev: {}\n  live: {}\nautomatic:\n  - {environments: [dev, ‸]}", "live")]
    [InlineData("environments:\n  dev: {}\nautomatic:\n  - environments: ‸", "dev")]
    [InlineData("environments:\n  dev: {}\nrules:\n  - where:\n      environments:\n        - ‸", "dev")]
    [InlineData("rules:\n  - freeze: ‸\ncalendars: {year-end: {}}", "year-end")]
    public void What_may_stand_at_the_cursor_is_offered_and_nothing_else(string text, string expected) =>
        Assert.Equal(expected.Split(' '), Typing.Labels(Assist, text));

    [Fact]
    public void A_rule_that_has_a_limit_is_not_offered_to_hold_always()
    {
        Assert.Contains("always", Typing.Labels(Assist, "rules:\n  - name: a\n    ‸"));
        Assert.DoesNotContain("always", Typing.Labels(Assist, "rules:\n  - name: a\n    risk: low\n    ‸"));
    }

    [Fact]
    public void A_rule_comes_with_what_it_needs() =>
        Assert.Equal("rules:\n  - name: a rule", Typing.Take(Assist, "ru‸", "rules", "a rule"));

    [Fact]
    public void What_is_written_is_explained() =>
        Assert.Contains("The highest that is within.", Typing.Explain(Assist, "rules:\n  - {name: a, ri‸sk: low}"), StringComparison.Ordinal);
}
