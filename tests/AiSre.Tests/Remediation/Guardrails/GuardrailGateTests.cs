using System.Collections.Immutable;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Gates;
using AiSre.Remediation.Proof;
using AiSre.Runbooks;
using Microsoft.Extensions.Logging.Abstractions;
using static AiSre.Remediation.Guardrails.GuardrailOutcome;
using static AiSre.Tests.Remediation.Guardrails.Subjects;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>Each gate alone.</summary>
public sealed class GuardrailGateTests
{
    [Fact]
    public void The_good_change_is_allowed_by_every_gate_in_order()
    {
        var result = Evaluate(Good, File());

        Assert.Equal(Allow, result.Outcome);
        Assert.Equal(GuardrailGates.All.Select(gate => gate.Name), result.Gates.Select(gate => gate.Gate));
        Assert.All(result.Gates, gate => Assert.Equal((Allow, '.'), (gate.Outcome, gate.Sentence[^1])));
        Assert.Equal("Nothing speaks against merging this without a person.", result.Sentence);
    }

    [Fact]
    public void Without_guardrails_nothing_is_automatic_and_it_is_said()
    {
        var result = Evaluate(Good, null);

        Assert.Equal(RequireApproval, result.Outcome);
        Assert.Contains("There are no guardrails, so nothing is automatic", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void No_gate_at_all_denies() => Assert.Equal(Deny, GuardrailGates.Evaluate([], Good, File(), NullLogger.Instance).Outcome);

    [Fact]
    public void What_a_runbook_in_the_shadow_would_do_is_told_without_its_standing()
    {
        var shadow = Evaluate(Good with { Standing = new RunbookStanding(RunbookMode.Shadow, false, "It decides in the shadow.") }, File());

        Assert.Equal((RequireApproval, Allow), (shadow.Outcome, shadow.ShadowOutcome));
        Assert.Equal(Deny, Evaluate(Good with { Pause = new PauseState(true, "ada", "So.") }, File()).ShadowOutcome);
        Assert.Equal(Deny, new GuardrailResult([]).ShadowOutcome);
    }

    [Fact]
    public void What_is_only_unclear_forbids_people_nothing()
    {
        Assert.False(Evaluate(new GuardrailSubject { At = Noon }, File()).IsForbidden);
        Assert.False(Evaluate(Good, null).IsForbidden);
        Assert.True(Evaluate(Good with { Pause = new PauseState(true, "ada", "So.") }, File()).IsForbidden);
        Assert.True(Evaluate(Good, Rule("always: deny")).IsForbidden);
        Assert.True(new GuardrailResult([]).IsForbidden);
    }

    [Fact]
    public void An_exception_in_any_gate_denies()
    {
        var result = GuardrailGates.Evaluate([new PauseGate(), new Throwing()], Good, File(), NullLogger.Instance);

        Assert.Equal(Deny, result.Outcome);
        Assert.Equal("The gate 'Throwing' itself failed (InvalidOperationException), so it denies; AiSre's log has the details.", result.Gates[1].Sentence);
    }

    [Fact]
    public void What_was_not_looked_up_denies()
    {
        var result = Evaluate(new GuardrailSubject { At = Noon }, Rule("risk: high"));

        Assert.Equal(Deny, result.Outcome);
        Assert.All(result.Gates, gate => Assert.Equal(Deny, gate.Outcome));
    }

    [Theory]
    [InlineData("Pause"), InlineData("Repository"), InlineData("Files"), InlineData("Owners"), InlineData("Changes"), InlineData("Places"), InlineData("Sizes")]
    [InlineData("Proof"), InlineData("SyncWindows"), InlineData("Past"), InlineData("InFlight"), InlineData("Outcomes"), InlineData("Standing")]
    public void A_look_up_that_fails_denies_and_says_why(string fact)
    {
        var spoilt = Spoil(Good, fact);

        var result = Evaluate(spoilt, File());

        Assert.Equal(Deny, result.Outcome);
        Assert.Contains("GitHub was away.", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_denies_with_who_and_why()
    {
        var result = Ask<PauseGate>(Good with { Pause = new PauseState(true, "ada", "Black Friday.") }, File());

        Assert.Equal((Deny, "ada paused all merges: Black Friday."), (result.Outcome, result.Sentence));
    }

    [Theory]
    [InlineData("always: deny", Deny)]
    [InlineData("always: require-approval", RequireApproval)]
    [InlineData("always: deny, where: {clusters: [dev-*]}", Deny)]
    [InlineData("always: deny, where: {clusters: [prod-*]}", Allow)]
    [InlineData("always: deny, where: {applications: [shop]}", Deny)]
    [InlineData("always: deny, where: {applications: [argocd/shop]}", Deny)]
    [InlineData("always: deny, where: {applications: [other]}", Allow)]
    [InlineData("always: deny, where: {environments: [development]}", Deny)]
    [InlineData("always: deny, where: {environments: [production]}", Allow)]
    [InlineData("always: deny, where: {namespaces: [shop], clusters: [dev-2]}", Allow)]
    public void A_rule_may_always_say_the_same(string rule, GuardrailOutcome expected) => Assert.Equal(expected, Ask<ScopeGate>(Good, Rule(rule)).Outcome);

    [Theory]
    [InlineData("dev-1", "shop", Allow)]
    [InlineData("prod-1", "shop", RequireApproval)]
    [InlineData("other", "shop", RequireApproval)]
    public void Only_what_is_named_is_automatic(string cluster, string space, GuardrailOutcome expected) =>
        Assert.Equal(expected, Ask<ScopeGate>(Good with { Places = Places((cluster, space)) }, File()).Outcome);

    [Fact]
    public void Every_place_has_to_be_automatic() =>
        Assert.Equal(RequireApproval, Ask<ScopeGate>(Good with { Places = Places(("dev-1", "shop"), ("prod-1", "shop")) }, File()).Outcome);

    [Fact]
    public void An_unknown_namespace_is_what_a_rule_may_be_for_and_nothing_that_is_automatic()
    {
        var file = File("rules:\n  - {name: r, always: deny, where: {namespaces: [payments]}}\n");
        var unknown = Good with { Places = Places(("dev-1", null)) };
        var byNamespace = GuardrailParser.Parse("environments: {d: {criticality: low, clusters: [dev-1]}}\nautomatic: [{environments: [d], namespaces: [shop]}]\n").File!;

        Assert.Equal(Deny, Ask<ScopeGate>(unknown, file).Outcome);
        Assert.Equal(RequireApproval, Ask<ScopeGate>(unknown, byNamespace).Outcome);
        Assert.Equal(Allow, Ask<ScopeGate>(Good, byNamespace).Outcome);
    }

    [Fact]
    public void A_critical_place_is_automatic_only_where_its_environment_is_named()
    {
        var subject = Good with { Places = Places(("prod-1", "shop")) };
        const string Environments = "environments: {production: {criticality: critical, clusters: [prod-*]}}\n";

        Assert.Equal(RequireApproval, Ask<ScopeGate>(subject, GuardrailParser.Parse(Environments + "automatic: [{clusters: [prod-*]}]\n").File).Outcome);
        Assert.Equal(Allow, Ask<ScopeGate>(subject, GuardrailParser.Parse(Environments + "automatic: [{environments: [production]}]\n").File).Outcome);
    }

    [Theory]
    [InlineData("github.com/acme/*", Allow)]
    [InlineData("GitHub.com/ACME/shop", Allow)]
    [InlineData("github.com/other/*", RequireApproval)]
    public void Repositories_are_limited(string pattern, GuardrailOutcome expected) => Assert.Equal(expected, Ask<RepositoryGate>(Good, Rule($"repositories: ['{pattern}']")).Outcome);

    [Theory]
    [InlineData("apps/**", Allow)]
    [InlineData("apps/*/deployment.yaml", Allow)]
    [InlineData("**/*.yaml", Allow)]
    [InlineData("**", Allow)]
    [InlineData("apps/*", RequireApproval)]
    [InlineData("*.yaml", RequireApproval)]
    [InlineData("apps/shop", RequireApproval)]
    public void Paths_are_limited(string pattern, GuardrailOutcome expected) => Assert.Equal(expected, Ask<PathGate>(Good, Rule($"paths: ['{pattern}']")).Outcome);

    [Theory]
    [InlineData(".github/workflows/ci.yaml")]
    [InlineData("docs/CODEOWNERS")]
    public void A_repository_s_own_automation_is_never_automatic(string file) =>
        Assert.Equal(RequireApproval, Ask<PathGate>(Good with { Files = ImmutableArray.Create(file) }, Rule("paths: ['**']")).Outcome);

    [Theory]
    [InlineData("Role"), InlineData("ClusterRole"), InlineData("RoleBinding"), InlineData("ClusterRoleBinding"), InlineData("Secret"), InlineData("CustomResourceDefinition")]
    [InlineData("ValidatingWebhookConfiguration"), InlineData("MutatingWebhookConfiguration"), InlineData("Namespace"), InlineData("NetworkPolicy"), InlineData("ServiceAccount")]
    [InlineData("role"), InlineData("AppProject")]
    public void Some_kinds_are_never_automatic_whatever_a_file_says(string kind)
    {
        var subject = Good with { Changes = Changes($"{kind}/shop/x", Field("metadata.labels.a", null, "\"b\"")) };

        Assert.Equal(RequireApproval, Ask<KindGate>(subject, Rule($"kinds: ['*', '{kind}']")).Outcome);
        Assert.Equal(RequireApproval, Evaluate(subject, Rule("kinds: ['*']")).Outcome);
        Assert.Equal(RequireApproval, Ask<RiskGate>(subject, File()).Outcome);
    }

    [Theory]
    [InlineData("[Deployment]", Allow)]
    [InlineData("[StatefulSet]", RequireApproval)]
    public void Kinds_are_limited(string kinds, GuardrailOutcome expected) => Assert.Equal(expected, Ask<KindGate>(Good, Rule($"kinds: {kinds}")).Outcome);

    [Theory]
    [InlineData("spec.template.spec.containers[shop].securityContext.privileged")]
    [InlineData("spec.template.spec.serviceAccountName")]
    [InlineData("spec.template.spec.containers[shop].env[A].valueFrom.secretKeyRef.name")]
    [InlineData("metadata.namespace")]
    public void Some_fields_are_never_automatic(string path) =>
        Assert.Equal(RequireApproval, Ask<FieldGate>(Good with { Changes = Changes(Field(path, null, "\"x\"")) }, Rule("fields: ['*']")).Outcome);

    [Fact]
    public void A_field_that_hides_in_a_new_mapping_is_found()
    {
        var changes = Changes(Field("spec.template.spec.containers[shop]", null, """{"name":"shop","securityContext":{"privileged":true}}"""));

        Assert.Equal(RequireApproval, Ask<FieldGate>(Good with { Changes = changes }, File()).Outcome);
    }

    [Theory]
    [InlineData("*.resources.limits.memory", Allow)]
    [InlineData("spec.template.spec.containers[*].resources", Allow)]
    [InlineData("spec.template", Allow)]
    [InlineData("spec.replicas", RequireApproval)]
    [InlineData("spec.temp", RequireApproval)]
    public void Fields_are_limited_with_what_is_below_them(string field, GuardrailOutcome expected) => Assert.Equal(expected, Ask<FieldGate>(Good, Rule($"fields: ['{field}']")).Outcome);

    [Theory]
    [InlineData("at-most: 1Gi", Allow)]
    [InlineData("at-most: 512Mi", Allow)]
    [InlineData("at-most: 500Mi", RequireApproval)]
    [InlineData("at-least: 1Gi", RequireApproval)]
    [InlineData("factor: x2", Allow)]
    [InlineData("factor: x1.5", RequireApproval)]
    [InlineData("one-of: [512Mi]", Allow)]
    [InlineData("one-of: [1Gi]", RequireApproval)]
    public void Values_are_bounded(string bound, GuardrailOutcome expected) => Assert.Equal(expected, Ask<ValueGate>(Good, Rule($"values: {{'*.memory': {{{bound}}}}}")).Outcome);

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("-1")]
    [InlineData("{}")]
    [InlineData(null)]
    public void What_cannot_be_held_against_a_bound_breaks_it(string? after) =>
        Assert.Equal(RequireApproval, Ask<ValueGate>(Good with { Changes = Changes(Field("spec.replicas", "1", after)) }, Rule("values: {spec.replicas: {at-most: 5}}")).Outcome);

    [Fact]
    public void Of_two_items_of_one_name_both_are_bounded()
    {
        var changes = Changes(Field("spec.x", null, """[{"name":"a","memory":"9Gi"},{"name":"a","memory":"1Mi"}]"""));

        Assert.Equal(RequireApproval, Ask<ValueGate>(Good with { Changes = changes }, Rule("values: {'*.memory': {at-most: 1Gi}}")).Outcome);
    }

    [Theory]
    [InlineData("objects: 1, replicas: 3, applications: 1, clusters: 1", Allow)]
    [InlineData("objects: 0", RequireApproval)]
    [InlineData("replicas: 2", RequireApproval)]
    [InlineData("applications: 0", RequireApproval)]
    [InlineData("clusters: 0", RequireApproval)]
    public void The_blast_radius_is_bounded(string bound, GuardrailOutcome expected) => Assert.Equal(expected, Ask<BlastRadiusGate>(Good, Rule($"blast-radius: {{{bound}}}")).Outcome);

    [Theory]
    [InlineData("dev-1", "criticality: low", Allow)]
    [InlineData("prod-1", "criticality: high", RequireApproval)]
    [InlineData("elsewhere", "criticality: high", RequireApproval)]
    [InlineData("elsewhere", "criticality: critical", RequireApproval)]
    [InlineData("prod-1", "criticality: critical", Allow)]
    public void An_unknown_environment_is_the_most_critical(string cluster, string rule, GuardrailOutcome expected) =>
        Assert.Equal(expected, Ask<EnvironmentGate>(Good with { Places = Places((cluster, "shop")) }, Rule(rule)).Outcome);

    [Fact]
    public void Of_several_environments_the_most_critical_counts()
    {
        var file = GuardrailParser.Parse("environments: {a: {criticality: low, clusters: ['*']}, b: {criticality: critical, namespaces: [shop]}}\nautomatic: [{environments: [a]}]\n").File;

        Assert.Equal(RequireApproval, Ask<ScopeGate>(Good, file).Outcome);
        Assert.Contains("of criticality critical", Ask<EnvironmentGate>(Good, file).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wed 11:00-13:00", "Etc/UTC", Allow)]
    [InlineData("Wed 12:00-13:00", "Etc/UTC", Allow)]
    [InlineData("Wed 11:00-12:00", "Etc/UTC", RequireApproval)]
    [InlineData("Mon-Fri 12:30-13:30", "Europe/Berlin", Allow)]
    [InlineData("Thu-Tue 00:00-24:00", "Etc/UTC", RequireApproval)]
    [InlineData("Tue 22:00-12:30", "Etc/UTC", Allow)]
    [InlineData("Wed 22:00-12:30", "Etc/UTC", RequireApproval)]
    public void Hours_are_those_of_the_time_zone(string open, string zone, GuardrailOutcome expected) =>
        Assert.Equal(expected, Ask<WindowGate>(Good, Rule($"hours: {{time-zone: {zone}, open: ['{open}']}}")).Outcome);

    [Fact]
    public void A_change_of_the_clock_moves_the_hours()
    {
        // 02:30 in Berlin is there twice on 2026-10-25, and never on 2026-03-29.
        var file = Rule("hours: {time-zone: Europe/Berlin, open: ['Sun 02:00-03:00']}");

        Assert.Equal(Allow, Ask<WindowGate>(Good with { At = new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero) }, file).Outcome);
        Assert.Equal(Allow, Ask<WindowGate>(Good with { At = new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero) }, file).Outcome);
        Assert.Equal(RequireApproval, Ask<WindowGate>(Good with { At = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero) }, file).Outcome);
    }

    [Theory]
    [InlineData(ProofState.Proven, Allow)]
    [InlineData(ProofState.Unproven, RequireApproval)]
    [InlineData(ProofState.Refuted, Deny)]
    public void Every_check_has_to_be_proven(ProofState state, GuardrailOutcome expected)
    {
        var proof = new ProposalProof([new("Rendered", ProofState.Proven, "Yes."), new("Image", state, "Perhaps.")], []);

        Assert.Equal(expected, Ask<ProofGate>(Good with { Proof = proof }, File()).Outcome);
        Assert.Equal(Deny, Ask<ProofGate>(Good with { Proof = new ProposalProof([], []) }, File()).Outcome);
    }

    [Theory]
    [InlineData(RunbookMode.Automatic, true, Allow)]
    [InlineData(RunbookMode.Automatic, false, RequireApproval)]
    [InlineData(RunbookMode.Shadow, true, RequireApproval)]
    [InlineData(RunbookMode.Propose, true, RequireApproval)]
    [InlineData(RunbookMode.Advise, true, RequireApproval)]
    public void The_runbook_has_to_have_earned_it(RunbookMode mode, bool isEarned, GuardrailOutcome expected) =>
        Assert.Equal(expected, Ask<StandingGate>(Good with { Standing = new RunbookStanding(mode, isEarned, "So it is.") }, File()).Outcome);

    private static Fact<ImmutableArray<GuardrailPlace>> Places(params (string Cluster, string? Namespace)[] places) =>
        places.Select(place => new GuardrailPlace(place.Cluster, place.Namespace, "argocd/shop", place.Cluster)).ToImmutableArray();

    private static GuardrailSubject Spoil(GuardrailSubject subject, string fact)
    {
        var property = typeof(GuardrailSubject).GetProperty(fact)!;
        var copy = subject with { At = subject.At };
        var unknown = typeof(Fact).GetMethod(nameof(Fact.Unknown))!.MakeGenericMethod(property.PropertyType.GenericTypeArguments[0]).Invoke(null, ["GitHub was away."]);
        property.SetValue(copy, unknown);
        return copy;
    }

    private sealed class Throwing() : GuardrailGate("Throwing")
    {
        public override GateResult Judge(GuardrailQuestion question) => throw new InvalidOperationException("defect");
    }
}
