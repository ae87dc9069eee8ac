using System.Collections.Immutable;
using System.Diagnostics;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Risk;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using static AiSre.Tests.Remediation.Guardrails.Subjects;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>What holds of all guardrails.</summary>
public sealed class GuardrailProperties
{
    private static readonly string[] Limits =
    [
        "always: deny", "always: require-approval", "repositories: ['github.com/acme/*']", "repositories: ['other']", "paths: ['apps/**']", "paths: ['x/**']", "kinds: [Deployment]",
        "kinds: [Pod]", "fields: ['*.resources']", "fields: [spec.replicas]", "values: {'*.memory': {at-most: 1Gi}}", "values: {'*.memory': {at-most: 1Mi}}", "blast-radius: {objects: 1}",
        "blast-radius: {objects: 0}", "blast-radius: {replicas: 2}", "criticality: low", "risk: low", "risk: medium", "hours: {time-zone: Etc/UTC, open: ['Wed 10:00-13:00']}",
        "hours: {time-zone: Etc/UTC, open: ['Thu 10:00-13:00']}", "rate: {fleet: 1 in 1h}", "rate: {fleet: 0 in 1h}", "rate: {per-application: 2 in 1d}", "breaker: {failures: 1, within: 1d}",
        "hours: {time-zone: Etc/UTC, open: ['Thu 10:00-13:00']}, otherwise: deny", "kinds: [Pod], otherwise: deny", "freeze: [none]",
    ];

    private static readonly string[] Scopes = ["", "where: {clusters: [dev-*]}, ", "where: {clusters: [prod-*]}, ", "where: {namespaces: [shop]}, ", "where: {environments: [development]}, "];

    private static readonly ImmutableArray<GuardrailSubject> All =
    [
        Good,
        Good with { Opinions = [new("a model", RiskLevel.Medium, "So.")] },
        Good with { Changes = Changes("Secret/shop/a", Field("data.a", null, "\"x\"")) },
        Good with { Past = ImmutableArray.Create(new PastChange(Noon.AddMinutes(-10), [Shop], ["dev-1"])) },
        Good with { Pause = new PauseState(true, "ada", "so") },
        Good with { Changes = Fact.Unknown<ImmutableArray<AiSre.Remediation.Proof.RenderedChange>>("It is not known.") },
        Good with { Places = ImmutableArray.Create(new GuardrailPlace("dev-1", null, "argocd/shop", "dev-1"), new GuardrailPlace("prod-1", "shop", "argocd/shop", "dev-1")) },
        new GuardrailSubject { At = Noon },
    ];

    [Property(MaxTest = 500)]
    public Property One_rule_more_never_allows_more() => Prop.ForAll(Rules.ToArbitrary(), Rule.ToArbitrary(), Gen.Elements(All.AsEnumerable()).ToArbitrary(), (rules, one, subject) =>
    {
        var (with, without) = (Evaluate(subject, FileOf([.. rules, one])), Evaluate(subject, FileOf(rules)));
        return with.Outcome >= without.Outcome && with.Gates.Zip(without.Gates).All(pair => pair.First.Outcome >= pair.Second.Outcome);
    });

    [Property(MaxTest = 300)]
    public Property One_gate_more_never_allows_more() => Prop.ForAll(
        Rules.ToArbitrary(), Gen.Choose(0, (1 << GuardrailGates.All.Length) - 1).ToArbitrary(), Gen.Choose(0, GuardrailGates.All.Length - 1).ToArbitrary(), (rules, set, one) =>
    {
        ImmutableArray<GuardrailGate> some = [.. GuardrailGates.All.Where((_, index) => (set >> index & 1) == 1)];
        var file = FileOf(rules);
        return some.IsEmpty || All.All(subject => Outcome(some.Add(GuardrailGates.All[one]), subject, file) >= Outcome(some, subject, file));
    });

    [Property(MaxTest = 300)]
    public Property The_order_of_rules_says_nothing() => Prop.ForAll(Rules.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (rules, seed) =>
    {
        var shuffled = rules.ToArray();
        new Random(seed).Shuffle(shuffled);
        return All.All(subject => Evaluate(subject, FileOf(rules)).Gates.SequenceEqual(Evaluate(subject, FileOf(shuffled)).Gates));
    });

    [Property(MaxTest = 300)]
    public Property Of_two_rules_for_the_same_places_the_stricter_counts() => Prop.ForAll(Rule.ToArbitrary(), Rule.ToArbitrary(), (one, other) => All.All(subject =>
        Evaluate(subject, FileOf([one, other])).Outcome == Max(Evaluate(subject, FileOf([one])).Outcome, Evaluate(subject, FileOf([other])).Outcome)));

    [Property(MaxTest = 200)]
    public Property No_opinion_allows_more() => Prop.ForAll(Rules.ToArbitrary(), Gen.Elements(Enum.GetValues<RiskLevel>()).ToArbitrary(), (rules, level) => All.All(subject =>
        Evaluate(subject with { Opinions = subject.Opinions.Add(new("x", level, "So.")) }, FileOf(rules)).Outcome >= Evaluate(subject, FileOf(rules)).Outcome));

    [Property(MaxTest = 200)]
    public Property An_earlier_clock_makes_no_room_in_the_rate() => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (now, back) =>
    {
        var subject = Good with { At = Noon.AddMinutes(now), Past = ImmutableArray.Create(new PastChange(Noon, [Shop], ["dev-1"])) };
        var file = Subjects.Rule("rate: {fleet: 1 in 30d}");
        return Ask<AiSre.Remediation.Guardrails.Gates.RateGate>(subject with { At = subject.At.AddMinutes(-back) }, file).Outcome >= Ask<AiSre.Remediation.Guardrails.Gates.RateGate>(subject, file).Outcome;
    });

    [Fact]
    public void Ten_thousand_rules_take_milliseconds()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(n => $"  - {{name: r{n}, where: {{namespaces: [shop, 'team-{n}-*']}}, {Limits[n % Limits.Length].Replace("[none]", "[c]", StringComparison.Ordinal)}}}\n"));
        var file = GuardrailParser.Parse(Text + "calendars: {c: {file: c.ics}}\nrules:\n" + text).File!;
        Assert.Equal(10_000, file.Rules.Length);
        Evaluate(Good, file);

        var watch = Stopwatch.StartNew();
        Assert.Equal(GuardrailOutcome.Deny, Evaluate(Good, file).Outcome);
        TestContext.Current.SendDiagnosticMessage($"10,000 rules: {watch.Elapsed.TotalMilliseconds:F1} ms");
        Assert.InRange(watch.ElapsedMilliseconds, 0, 500);
    }

    private static Gen<string> Rule => from scope in Gen.Elements(Scopes) from limit in Gen.Elements(Limits) select scope + limit;

    private static Gen<string[]> Rules => Gen.Choose(0, 6).SelectMany(number => Gen.ArrayOf(Rule, number));

    private static GuardrailOutcome Max(GuardrailOutcome left, GuardrailOutcome right) => left > right ? left : right;

    private static GuardrailOutcome Outcome(ImmutableArray<GuardrailGate> gates, GuardrailSubject subject, GuardrailFile file) => GuardrailGates.Evaluate(gates, subject, file, NullLogger.Instance).Outcome;

    // Names follow what a rule says, so that another order is no other rule.
    private static GuardrailFile FileOf(string[] rules) => rules.Length == 0 ? Subjects.File() : Subjects.File(
        "calendars: {none: {file: none.ics}}\nrules:\n" + string.Concat(rules.Distinct().Select(rule => $"  - {{name: {Math.Abs(rule.GetHashCode(StringComparison.Ordinal))}, {rule}}}\n")));
}
