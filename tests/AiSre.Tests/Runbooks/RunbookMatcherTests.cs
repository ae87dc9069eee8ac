using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;

namespace AiSre.Tests.Runbooks;

public sealed class RunbookMatcherTests
{
    private static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");

    [Fact]
    public void The_runbook_whose_conditions_all_hold_is_chosen_and_says_why()
    {
        var choice = RunbookMatcher.Choose([Runbook("override", "symptom: {cause: RegistryUnavailable, registry: '*-a.example'}", 3)], Subject());

        Assert.Equal("override", choice.Chosen!.Runbook.Id);
        Assert.Equal("Version 3 of override fits: the cause is RegistryUnavailable, the registry is registry-a.example (*-a.example).", choice.Reason);
    }

    [Theory]
    [InlineData("symptom: {cause: ImageNotFound}")]
    [InlineData("symptom: {reason: RolloutStalled}")]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: registry-b.example}")]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: registry-a.example:5000}")]
    [InlineData("symptom: {cause: RegistryUnavailable, container: '*'}")]
    [InlineData("symptom: {cause: RegistryUnavailable}\napplies-to: {clusters: staging}")]
    [InlineData("symptom: {cause: RegistryUnavailable}\napplies-to: {namespaces: sho?-*}")]
    [InlineData("symptom: {cause: RegistryUnavailable}\napplies-to: {applications: [payment, argocd/payment]}")]
    [InlineData("# prose only")]
    public void One_condition_that_does_not_hold_is_enough(string frontMatter)
    {
        var choice = RunbookMatcher.Choose([Runbook("override", frontMatter)], Subject());

        Assert.Null(choice.Chosen);
        Assert.False(choice.IsTie);
        Assert.Equal("No runbook is about RegistryUnavailable at Deployment/shop/checkout with registry registry-a.example; write one or extend one.", choice.Reason);
    }

    [Theory]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: REGISTRY-A.example}")]
    [InlineData("symptom: {reason: [RolloutStalled, ImagePullFailed], pull-failure: RegistryUnavailable}")]
    [InlineData("symptom: {cause: RegistryUnavailable}\napplies-to: {applications: shop}")]
    [InlineData("symptom: {cause: RegistryUnavailable}\napplies-to: {applications: argocd/*}")]
    [InlineData("symptom: {cause: RegistryUnavailable}\napplies-to: {clusters: 'prod-?u', namespaces: [a, shop]}")]
    public void Any_value_of_a_list_will_do(string frontMatter) =>
        Assert.NotNull(RunbookMatcher.Choose([Runbook("override", frontMatter)], Subject()).Chosen);

    [Theory]
    [InlineData("symptom: {cause: RegistryUnavailable}", "symptom: {cause: RegistryUnavailable, registry: '*.example'}")]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: '*'}", "symptom: {cause: RegistryUnavailable, registry: '*.example'}")]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: '*.example'}", "symptom: {cause: RegistryUnavailable, registry: 'registry-a*'}")]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: '*.example'}", "symptom: {cause: RegistryUnavailable, registry: registry-a.example}")]
    [InlineData("symptom: {cause: RegistryUnavailable, registry: registry-a.example}", "symptom: {cause: RegistryUnavailable, registry: '*'}\napplies-to: {clusters: prod-eu, namespaces: shop}")]
    public void The_more_specific_runbook_wins_in_any_order(string wide, string narrow)
    {
        VersionedRunbook[] both = [Runbook("a-wide", wide), Runbook("b-narrow", narrow)];

        var choice = RunbookMatcher.Choose(both, Subject());

        Assert.Equal("b-narrow", choice.Chosen!.Runbook.Id);
        Assert.EndsWith("; it is more specific than a-wide.", choice.Reason, StringComparison.Ordinal);
        Assert.Equal(choice.Reason, RunbookMatcher.Choose(both.Reverse(), Subject()).Reason);
    }

    [Fact]
    public void A_tie_is_left_to_a_person_and_named()
    {
        var choice = RunbookMatcher.Choose(
            [
                Runbook("second", "symptom: {cause: RegistryUnavailable, registry: registry-a.example}"),
                Runbook("first", "symptom: {reason: ImagePullFailed, registry: registry-a.example}"),
                Runbook("wide", "symptom: {reason: ImagePullFailed}"),
            ],
            Subject());

        Assert.Null(choice.Chosen);
        Assert.True(choice.IsTie);
        Assert.Equal(["first", "second", "wide"], choice.Matches.Select(match => match.Runbook.Id));
        Assert.StartsWith("The runbooks first and second fit", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_must_cover_every_namespace_of_the_incident()
    {
        var subject = Subject() with { Namespaces = ["shop", "payment"] };

        Assert.Null(RunbookMatcher.Choose([Runbook("a", "symptom: {cause: RegistryUnavailable}\napplies-to: {namespaces: shop}")], subject).Chosen);
        Assert.NotNull(RunbookMatcher.Choose([Runbook("a", "symptom: {cause: RegistryUnavailable}\napplies-to: {namespaces: [shop, pay*]}")], subject).Chosen);
    }

    [Fact]
    public void A_scope_by_application_does_not_fit_what_no_application_owns() =>
        Assert.Null(RunbookMatcher.Choose(
            [Runbook("a", "symptom: {cause: RegistryUnavailable}\napplies-to: {applications: '*'}")],
            Subject() with { Applications = [] }).Chosen);

    [Fact]
    public void The_cause_counts_more_than_what_a_symptom_says_of_itself()
    {
        var subject = Subject();
        var other = subject.Symptoms[0] with { Parameters = subject.Symptoms[0].Parameters.SetItem(SymptomParameters.Registry, "registry-b.example") };

        Assert.Null(RunbookMatcher.Choose(
            [Runbook("b", "symptom: {cause: RegistryUnavailable, registry: registry-b.example}")],
            subject with { Symptoms = [other] }).Chosen);
    }

    [Theory]
    [InlineData("Back-off", "the message is like Back-off")]
    [InlineData("[never, i/o timeout]", "the message is like i/o timeout")]
    [InlineData("connection refused", null)]
    public void A_message_is_looked_for_in_what_the_symptom_says_and_in_what_proves_it(string message, string? because)
    {
        var subject = Subject();
        var proven = subject.Symptoms[0] with { Proof = [new Citation("Event/shop/checkout.1", "dial tcp 203.0.113.10:443: i/o timeout")] };

        var choice = RunbookMatcher.Choose([Runbook("a", $"symptom: {{cause: RegistryUnavailable, message: {message}}}")], subject with { Symptoms = [proven] });

        Assert.Equal(because is not null, choice.Chosen is not null);
        Assert.True(because is null || choice.Reason.Contains(because, StringComparison.Ordinal), choice.Reason);
    }

    private static VersionedRunbook Runbook(string id, string frontMatter, int version = 1)
    {
        var result = RunbookParser.Parse(RunbookTexts.With(id, frontMatter));
        Assert.Empty(result.Errors);
        return new VersionedRunbook(result.Runbook!, version);
    }

    private static MatchSubject Subject()
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty.Add(SymptomParameters.Registry, "registry-a.example");
        return new MatchSubject(
            new RootCauseAnalysis { Code = RootCause.RegistryUnavailable, Object = Checkout, Statement = "The registry does not answer.", Chain = [], Parameters = facts },
            [
                new Symptom
                {
                    Reason = SymptomReason.ImagePullFailed,
                    Severity = Severity.Error,
                    Object = new ObjectRef("v1", "Pod", "shop", "checkout-1"),
                    Message = "Back-off pulling image",
                    Workload = Checkout,
                    Parameters = facts.Add(SymptomParameters.PullFailure, nameof(PullFailure.RegistryUnavailable)),
                },
            ],
            "prod-eu",
            ["shop"],
            ["argocd/shop"]);
    }
}
