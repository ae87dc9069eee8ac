using System.Collections.Immutable;
using AiSre.GitHub.Standing;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Gates;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Remediation.Proof;
using static AiSre.Remediation.Guardrails.GuardrailOutcome;
using static AiSre.Tests.Remediation.Guardrails.Subjects;

namespace AiSre.Tests.Remediation.Guardrails;

public sealed class GuardrailRiskTests
{
    [Theory]
    [InlineData("Deployment/shop/a", "spec.template.spec.containers[a].resources.limits.memory", "\"1Gi\"", "\"2Gi\"", RiskLevel.Low)]
    [InlineData("Deployment/shop/a", "spec.template.spec.containers[a].resources.limits.memory", "\"2Gi\"", "\"1Gi\"", RiskLevel.Medium)]
    [InlineData("Deployment/shop/a", "spec.template.spec.containers[a].resources.limits.memory", "\"1Gi\"", "\"9Gi\"", RiskLevel.Medium)]
    [InlineData("Deployment/shop/a", "spec.template.spec.containers[a].image", "\"a:1\"", "\"a:2\"", RiskLevel.Medium)]
    [InlineData("Deployment/shop/a", "spec.replicas", "2", "4", RiskLevel.Low)]
    [InlineData("Deployment/shop/a", "spec.replicas", "2", "0", RiskLevel.Medium)]
    [InlineData("Deployment/shop/a", "spec.replicas", "2", "5", RiskLevel.Medium)]
    [InlineData("Deployment/shop/a", "metadata.labels.team", null, "\"x\"", RiskLevel.Low)]
    [InlineData("StatefulSet/shop/a", "spec.replicas", "2", "3", RiskLevel.Medium)]
    [InlineData("StatefulSet/shop/a", "spec.volumeClaimTemplates[a].spec.storageClassName", "\"x\"", "\"y\"", RiskLevel.High)]
    [InlineData("Deployment/shop/a", "spec.selector.matchLabels.app", "\"x\"", "\"y\"", RiskLevel.High)]
    [InlineData("PersistentVolumeClaim/shop/a", "spec.resources.requests.storage", "\"1Gi\"", "\"2Gi\"", RiskLevel.High)]
    [InlineData("Service/shop/a", "spec.ports[0].targetPort", "1", "2", RiskLevel.Medium)]
    [InlineData("Kafka/shop/a", "spec.kafka.replicas", "1", "2", RiskLevel.High)]
    [InlineData("Secret/shop/a", "data.a", "\"\"", "\"x\"", RiskLevel.High)]
    public void The_risk_comes_from_what_changes(string address, string path, string? before, string? after, RiskLevel expected) =>
        Assert.Equal(expected, Level(Good with { Changes = Changes(address, Field(path, before, after)) }));

    [Theory]
    [InlineData(RenderedChangeKind.Added, RiskLevel.Medium)]
    [InlineData(RenderedChangeKind.Removed, RiskLevel.High)]
    public void A_whole_object_is_more(RenderedChangeKind kind, RiskLevel expected) =>
        Assert.Equal(expected, Level(Good with { Changes = ImmutableArray.Create(new RenderedChange("ConfigMap/shop/a", kind, [])) }));

    [Theory]
    [InlineData(50, RiskLevel.Low)]
    [InlineData(51, RiskLevel.Medium)]
    [InlineData(251, RiskLevel.High)]
    [InlineData(int.MaxValue, RiskLevel.High)]
    public void Many_pods_are_a_risk(int pods, RiskLevel expected) =>
        Assert.Equal(expected, Level(Good with { Sizes = ImmutableArray.Create(new WorkloadSize("Deployment/shop/shop", pods), new WorkloadSize("Deployment/shop/b", 0)) }));

    [Fact]
    public void Several_owners_and_clusters_are_a_risk()
    {
        Assert.Equal(RiskLevel.Medium, Level(Good with { Owners = ImmutableArray.Create(new FileOwners("a", ["@x"]), new FileOwners("b", ["@y"])) }));
        Assert.Equal(RiskLevel.Low, Level(Good with { Owners = ImmutableArray.Create(new FileOwners("a", ["@x", "@y"]), new FileOwners("b", ["@y", "@x"])) }));
        Assert.Equal(RiskLevel.High, Level(Good with { Places = ImmutableArray.Create(new GuardrailPlace("dev-1", "a", "argocd/shop", "dev-1"), new GuardrailPlace("dev-2", "a", "argocd/shop", "dev-2")) }));
        Assert.Equal(RiskLevel.Medium, Level(Good with { Places = ImmutableArray.Create(new GuardrailPlace("prod-1", "a", "argocd/shop", "prod-1")) }));
    }

    [Theory]
    [InlineData(RiskLevel.Low)]
    [InlineData(RiskLevel.Medium)]
    [InlineData(RiskLevel.High)]
    public void An_opinion_raises_and_never_lowers(RiskLevel opinion)
    {
        var medium = Good with { Changes = Changes(Field("spec.template.spec.containers[a].image", "\"a\"", "\"b\"")) };

        Assert.Equal(opinion, Level(Good with { Opinions = [new("a model", opinion, "It looks so.")] }));
        Assert.Equal(opinion > RiskLevel.Medium ? opinion : RiskLevel.Medium, Level(medium with { Opinions = [new("a model", opinion, "It looks so.")] }));
    }

    [Theory]
    [InlineData("low", RiskLevel.Low, Allow)]
    [InlineData("low", RiskLevel.Medium, RequireApproval)]
    [InlineData("medium", RiskLevel.Medium, Allow)]
    [InlineData("medium", RiskLevel.High, RequireApproval)]
    public void A_place_says_up_to_which_risk_it_is_automatic(string upTo, RiskLevel risk, GuardrailOutcome expected)
    {
        var file = GuardrailParser.Parse($"environments: {{d: {{criticality: low, clusters: [dev-*]}}}}\nautomatic: [{{environments: [d], risk: {upTo}}}]\n").File;

        Assert.Equal(expected, Ask<RiskGate>(Good with { Opinions = [new("somebody", risk, "So.")] }, file).Outcome);
    }

    [Fact]
    public void High_risk_cannot_be_made_automatic() =>
        Assert.Contains("'high' is not a value", GuardrailParser.Parse("automatic: [{clusters: [a], risk: high}]\n").Errors[0].Message, StringComparison.Ordinal);

    private static RiskLevel Level(GuardrailSubject subject) => ChangeRisk.Of(new GuardrailQuestion(subject, File())).Level;
}
