using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;

namespace AiSre.Tests.Runbooks;

/// <summary>When a runbook is used besides its symptom: exclusions, preconditions, labels, messages; and how far it asks to go.</summary>
public sealed class RunbookRulesTests
{
    private const string Symptom = "symptom: {cause: OutOfMemoryKilled}\n";

    private static readonly ObjectRef Web = new("apps/v1", "Deployment", "shop", "web");

    [Theory]
    [InlineData("symptom: {cause: OutOfMemoryKilled, exit-code: 137}", null)]
    [InlineData("symptom: {cause: OutOfMemoryKilled, exit-code: [1, 2]}", "the exit-code is 137, not 1 or 2")]
    [InlineData("symptom: {reason: ContainerOutOfMemory, message: 'killed .* times'}", null)]
    [InlineData("symptom: {reason: ContainerOutOfMemory, message: ['^x', 'evicted']}", "the message has nothing like ^x or evicted")]
    [InlineData("symptom: {reason: ContainerOutOfMemory, host: '*'}", "no host is known, and * is asked for")]
    [InlineData(Symptom + "applies-to: {labels: {team: [a, shop*]}}", null)]
    [InlineData(Symptom + "applies-to: {labels: {team: cart}}", "the label team is shop-eu, and it is for cart only")]
    [InlineData(Symptom + "applies-to: {labels: {tier: gold}}", "the label tier is , and it is for gold only")]
    [InlineData(Symptom + "not-when: [{namespaces: legacy-*}]", null)]
    [InlineData(Symptom + "not-when: [{namespaces: s*}]", "it is not for this: the namespace is shop")]
    [InlineData(Symptom + "not-when: [{namespaces: s*, clusters: test}]", null)]
    [InlineData(Symptom + "not-when: [{reason: ContainerOutOfMemory, exit-code: 137}]", "it is not for this: a symptom is ContainerOutOfMemory, the exit-code is 137")]
    [InlineData(Symptom + "not-when: [{labels: {team: shop-eu}}]", "it is not for this: the label team is shop-eu")]
    [InlineData(Symptom + "when: [{field: spec.replicas, at-least: 2}]", null)]
    [InlineData(Symptom + "when: [{field: spec.replicas, at-least: 4}]", "spec.replicas is at least 4 is asked for, and spec.replicas is 3 of Deployment/shop/web")]
    [InlineData(Symptom + "when: [{field: 'spec.template.spec.containers[web].resources.limits.memory', at-most: 1Gi}]", null)]
    [InlineData(Symptom + "when: [{field: 'spec.template.spec.containers[web].resources.limits.memory', at-most: 0.25Gi}]", "spec.template.spec.containers[web].resources.limits.memory is at most 0.25Gi is asked for, and spec.template.spec.containers[web].resources.limits.memory is 512Mi of Deployment/shop/web")]
    [InlineData(Symptom + "when: [{field: spec.paused, exists: false}]", null)]
    [InlineData(Symptom + "when: [{field: spec.replicas, exists: false}]", "spec.replicas is not there is asked for, and spec.replicas is 3 of Deployment/shop/web")]
    [InlineData(Symptom + "when: [{field: spec.strategy.type, is: Recreate}]", "spec.strategy.type is Recreate is asked for, and spec.strategy.type is not there of Deployment/shop/web")]
    [InlineData(Symptom + "when: [{field: spec.strategy.type, is-not: Recreate}]", null)]
    public void Every_condition_holds_or_is_told(string frontMatter, string? fails)
    {
        var fit = RunbookMatcher.Explain(Parse(frontMatter), Subject());

        Assert.Equal(fails is null ? [] : [fails], fit.Fails);
        Assert.Equal(fails is null, fit.Fits);
        Assert.Equal(fit.Fits, RunbookMatcher.Choose([new VersionedRunbook(Parse(frontMatter), 1)], Subject()).Chosen is not null);
    }

    [Fact]
    public void A_message_that_fits_is_told_once() =>
        Assert.Equal(
            ["the cause is OutOfMemoryKilled", "the message is like killed .* times"],
            RunbookMatcher.Explain(Parse("symptom: {cause: OutOfMemoryKilled, message: 'killed .* times'}"), Subject()).Holds);

    [Theory]
    [InlineData("512Mi", "web", null)]
    [InlineData("256Mi", "web", "spec.template.spec.containers[$failing].resources.limits.memory is at most 256Mi is asked for, and spec.template.spec.containers[web].resources.limits.memory is 512Mi of Deployment/shop/web")]
    [InlineData("512Mi", "sidecar", "spec.template.spec.containers[$failing].resources.limits.memory is at most 512Mi is asked for, and spec.template.spec.containers[sidecar].resources.limits.memory is not there of Deployment/shop/web")]
    [InlineData("512Mi", null, "spec.template.spec.containers[$failing].resources.limits.memory is at most 512Mi is asked for, and no symptom names a container, so spec.template.spec.containers[$failing].resources.limits.memory is not known of Deployment/shop/web")]
    public void A_condition_may_be_about_the_container_that_fails(string most, string? container, string? fails)
    {
        var subject = Subject();
        subject = subject with
        {
            Symptoms = [.. subject.Symptoms.Select(symptom => symptom with
            {
                Parameters = container is null ? symptom.Parameters.Remove(SymptomParameters.Container) : symptom.Parameters.SetItem(SymptomParameters.Container, container),
            })],
        };

        var fit = RunbookMatcher.Explain(Parse(Symptom + $"when: [{{field: 'spec.template.spec.containers[$failing].resources.limits.memory', at-most: {most}}}]"), subject);

        Assert.Equal(fails is null ? [] : [fails], fit.Fails);
    }

    [Fact]
    public void What_could_not_be_read_is_not_taken_for_granted()
    {
        var subject = Subject() with { Workloads = [new MatchWorkload(Web, new Dictionary<string, string>(), null)] };

        Assert.False(RunbookMatcher.Explain(Parse(Symptom + "when: [{field: spec.paused, exists: false}]"), subject).Fits);
        Assert.False(RunbookMatcher.Explain(Parse(Symptom + "when: [{field: spec.paused, exists: false}]"), subject with { Workloads = [] }).Fits);
    }

    [Fact]
    public void A_runbook_with_more_conditions_is_more_specific()
    {
        var (wide, narrow) = (new VersionedRunbook(Parse(Symptom), 1), new VersionedRunbook(Parse(Symptom + "when: [{field: spec.replicas, at-least: 2}]", "narrow"), 1));

        Assert.Equal("narrow", RunbookMatcher.Choose([wide, narrow], Subject()).Chosen!.Runbook.Id);
        Assert.True(RunbookMatcher.NeedsLive([wide, narrow], Subject()));
        Assert.False(RunbookMatcher.NeedsLive([wide], Subject()));
    }

    [Theory]
    [InlineData("", RunbookMode.Propose, "everywhere")]
    [InlineData("mode: automatic", RunbookMode.Automatic, "everywhere")]
    [InlineData("mode: [{is: automatic, clusters: dev-*}, {is: shadow, namespaces: [shop, cart]}]", RunbookMode.Shadow, "namespaces shop or cart")]
    [InlineData("mode: [{is: automatic, clusters: dev-*}]", RunbookMode.Propose, "everywhere")]
    [InlineData("mode: [{is: advise, labels: {team: shop-*}}, {is: automatic}]", RunbookMode.Advise, "label team shop-*")]
    public void The_first_mode_that_covers_the_incident_counts(string mode, RunbookMode expected, string scope)
    {
        var found = RunbookMatcher.ModeFor(Parse(Symptom + mode), Subject());

        Assert.Equal((expected, scope), (found.Mode, found.Where.Summary));
    }

    [Theory]
    [InlineData("symptom: {cause: Unknown, message: '(a+)+$'}", null)]
    [InlineData("symptom: {cause: Unknown, message: '(?=a)b'}", "uses what could take for ever to match")]
    [InlineData("symptom: {cause: Unknown, message: '(a)\\1'}", "uses what could take for ever to match")]
    [InlineData("symptom: {cause: Unknown, message: '('}", "is no regular expression")]
    [InlineData("symptom: {cause: Unknown, message: 'a*'}", "matches a message that says nothing")]
    [InlineData(Symptom + "not-when: [{}]", "says nothing, so it would exclude everything")]
    [InlineData(Symptom + "when: [{field: a}]", "asks for nothing; allowed: is, is-not, at-least, at-most, exists")]
    [InlineData(Symptom + "when: [{field: a, at-least: many}]", "'many' is not a value of 'when[0].at-least'")]
    [InlineData(Symptom + "when: [{field: 'spec.containers[$first].image', exists: true}]", "'$first' stands for nothing; allowed is [$failing]")]
    [InlineData(Symptom + "mode: auto", "'auto' is not a value of 'mode'; allowed: advise, propose, shadow, automatic")]
    [InlineData(Symptom + "mode: [{clusters: a}]", "'mode[0].is' is missing")]
    [InlineData(Symptom + "verify: {soak: 5}", "'5' is not a value of 'verify.soak'; allowed are times such as 90s, 5m, 2h or 1d")]
    [InlineData(Symptom + "tests: []", "'tests' holds a list; allowed is a list with at least one item")]
    [InlineData(Symptom + "tests: [{name: a, objects: [{kind: Pod}], expect: {}}]", "'tests[0].objects[0]' has no apiVersion and kind")]
    [InlineData(Symptom + "tests: [{name: a, objects: [{apiVersion: v1, kind: Pod}], expect: {diff: '-a'}}]", "a runbook without a solution changes nothing")]
    [InlineData(Symptom + "tests: [{name: a, objects: [{apiVersion: v1, kind: Pod}], git: {files: {a.yaml: b}, commit: {message: Release}}, expect: {}}]", "'tests[0].git.commit' changes nothing; give 'before' the files as they were")]
    [InlineData("when: [{field: a, exists: true}]", "'when' without a 'symptom' would never be used")]
    public void A_mistake_says_what_is_allowed(string frontMatter, string? message)
    {
        var errors = RunbookParser.Parse(RunbookTexts.With("a", frontMatter)).Errors;

        if (message is null)
        {
            Assert.Empty(errors);
        }
        else
        {
            Assert.Contains(message, string.Join('\n', errors), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_message_that_is_made_to_take_for_ever_is_matched_in_time()
    {
        var pattern = MessagePattern.Parse("(a|a)*(b|b)*(a+)+c").Pattern!;

        Assert.False(pattern.Matches(new string('a', 1_000_000)));
    }

    private static Runbook Parse(string frontMatter, string id = "a")
    {
        var result = RunbookParser.Parse(RunbookTexts.With(id, frontMatter));
        Assert.Empty(result.Errors);
        return result.Runbook!;
    }

    private static MatchSubject Subject()
    {
        var live = JsonSerializer.Deserialize<JsonElement>("""
            {"metadata": {"labels": {"team": "shop-eu"}}, "spec": {"replicas": 3, "template": {"spec": {"containers": [{"name": "web", "resources": {"limits": {"memory": "512Mi"}}}]}}}}
            """);
        var symptom = new Symptom
        {
            Reason = SymptomReason.ContainerOutOfMemory,
            Severity = Severity.Error,
            Object = Web,
            Workload = Web,
            Message = "Container web was killed 5 times.",
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add(SymptomParameters.ExitCode, "137"),
        };
        return new MatchSubject(
            new RootCauseAnalysis { Code = RootCause.OutOfMemoryKilled, Object = Web, Statement = "Killed.", Chain = [] },
            [symptom], "prod-eu", ["shop"], ["argocd/shop"])
        {
            Workloads = [MatchWorkload.Of(Web, live)],
        };
    }
}
