using AiSre.Clusters.Objects;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Solutions;
using AiSre.Tests.Remediation.Solutions;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Remediation.Proof;

public sealed class ProposalProverTests : IDisposable
{
    private readonly Planning _planning = new();
    private readonly RegistryClient _registries = new(Options.Create(new ProofOptions { AskRegistries = false }));

    public void Dispose() => _registries.Dispose();

    [Fact]
    public async Task A_change_of_a_plain_manifest_is_proven_to_do_what_it_should_and_no_more()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/other.yaml"] = Planning.Deployment("other", "registry-c.example/x:1");

        var proof = await ProveAsync();

        Assert.Equal(
            [("Rendered", ProofState.Proven), ("Nothing else", ProofState.Proven), ("As meant", ProofState.Proven), ("Image", ProofState.Unproven)],
            proof.Checks.Select(check => (check.Name, check.State)));
        Assert.Equal("argocd/shop was rendered before and after the change: 2 objects.", proof.Checks[0].Sentence);
        var change = Assert.Single(proof.Changes);
        Assert.Equal(new RenderedField("spec.template.spec.containers[app].image", $"\"{Planning.Image}\"", $"\"{Planning.Fixed}\""), Assert.Single(change.Fields));
        Assert.Equal(ProofState.Unproven, proof.State);
    }

    [Fact]
    public async Task A_change_that_touches_more_is_refuted()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        var file = await _planning.ChangeAsync();

        var proof = await ProveAsync(file with { After = file.After.Replace("kind: Deployment", "kind: Deployment\nextra: true", StringComparison.Ordinal) });

        var refuted = Assert.Single(proof.Checks, check => check.State == ProofState.Refuted);
        Assert.Equal("The change would also touch Deployment/checkout extra.", refuted.Sentence);
        Assert.Equal(ProofState.Refuted, proof.State);
    }

    [Fact]
    public async Task A_change_that_another_place_undoes_is_refuted()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        var proof = await ProveAsync(new FileChange("README.md", "a: 1\n", "a: 2\n", []));
        Assert.Equal("Nothing would change for spec.template.spec.containers[app].image of Deployment checkout: another place in Git decides.", Assert.Single(proof.Checks, check => check.State == ProofState.Refuted).Sentence);
    }

    [Fact]
    public async Task What_cannot_be_rendered_is_said_and_not_taken_as_proven()
    {
        _planning.Tree["apps/checkout/Chart.yaml"] = "name: checkout\n";
        var proof = await ProveAsync(new FileChange("apps/checkout/values.yaml", "a: 1\n", "a: 2\n", []));
        Assert.Equal(ProofState.Unproven, proof.State);
        Assert.StartsWith("argocd/shop could not be rendered, so what the change comes to is not proven: ", proof.Checks[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kustomization_is_rendered_by_Kustomize_with_what_the_application_sets()
    {
        Assert.SkipUnless(new KustomizeProgram().IsAvailable, "Neither kustomize nor kubectl is on the path.");
        _planning.Source = _planning.Source with { Kustomize = new KustomizeSource { NamePrefix = "eu-" } };
        _planning.Tree["apps/checkout/kustomization.yaml"] = "resources: [web.yaml]\nconfigMapGenerator:\n- name: settings\n  files: [app.properties]\n";
        _planning.Tree["apps/checkout/app.properties"] = "level = info\n";
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");

        var proof = await ProveAsync(await _planning.ChangeAsync(_planning.Target("eu-checkout")), _planning.Target("eu-checkout"));

        Assert.Equal([ProofState.Proven, ProofState.Proven, ProofState.Proven, ProofState.Unproven], proof.Checks.Select(check => check.State));
        Assert.Equal("Deployment/eu-checkout", Assert.Single(proof.Changes).Object);
    }

    [Theory]
    [InlineData("resources: [web.yaml, https://example.com/x.yaml]\n", "https://example.com/x.yaml in apps/checkout/kustomization.yaml cannot be rendered here.")]
    [InlineData("resources: [web.yaml]\ngenerators: [made.yaml]\n", "generators in apps/checkout/kustomization.yaml cannot be rendered here.")]
    public async Task What_would_fetch_or_run_something_is_not_rendered(string kustomization, string expected)
    {
        _planning.Tree["apps/checkout/kustomization.yaml"] = kustomization;
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        var proof = await ProveAsync(new FileChange("apps/checkout/web.yaml", Planning.Deployment("checkout"), Planning.Deployment("checkout", Planning.Fixed), []));
        Assert.EndsWith(expected, proof.Checks[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(ProofState.Unproven, proof.State);
    }

    private async Task<ProposalProof> ProveAsync(FileChange? file = null, SolutionTarget? target = null)
    {
        var intended = new IntendedChange("Deployment", (target ?? _planning.Target()).Workload.Name, null, FieldPath.Parse("spec.template.spec.containers[app].image"));
        var plan = file is null ? Assert.IsType<SolutionPlan.Change>(await _planning.PlanAsync()) : new SolutionPlan.Change([file], [intended]);
        return await new ProposalProver(_registries).ProveAsync(_planning.Solution, [target ?? _planning.Target()], plan, _planning.Tree, TestContext.Current.CancellationToken);
    }
}
