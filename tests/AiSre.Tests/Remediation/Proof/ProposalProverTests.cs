using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Json;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Solutions;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Proof;

public sealed class ProposalProverTests : IDisposable
{
    private readonly Proving _proving = new();
    private readonly Planning _planning;

    public ProposalProverTests() => _planning = _proving.Planning;

    public void Dispose() => _proving.Dispose();

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

    [Theory]
    [InlineData("set-resources: {limits: {memory: 64Mi}, requests: {cpu: 1}}")]
    [InlineData("set-environment: {name: LEVEL, value: info}")]
    [InlineData("add-toleration: {key: gpu, effect: NoSchedule}")]
    [InlineData("add-image-pull-secret: {name: mirror}")]
    [InlineData("set-node-selector: {kubernetes.io/arch: amd64}")]
    [InlineData("set-field: {path: spec.strategy, value: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}")]
    [InlineData("remove-field: {path: 'spec.template.spec.containers[app].tty'}")]
    [InlineData("set-field: {path: 'spec.template.spec.containers[app].ports[8080].hostPort', value: 80}")]
    [InlineData("set-autoscaler-bounds: {max: 5}")]
    public async Task Fields_are_proven_as_images_are(string operation)
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout") + "          tty: true\n          ports: [{containerPort: 8080}]\n";
        _planning.Tree["apps/checkout/hpa.yaml"] = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: any}\nspec: {scaleTargetRef: {kind: Deployment, name: checkout}, maxReplicas: 3}\n";
        _planning.Solve(operation);
        var plan = Assert.IsType<SolutionPlan.Change>(await _planning.PlanAsync());

        Assert.All((await ProveAsync(plan)).Checks, check => Assert.Equal(ProofState.Proven, check.State));

        var more = plan.Files[0] with { After = plan.Files[0].After.Replace("spec:\n  template:", "spec:\n  paused: true\n  template:", StringComparison.Ordinal).Replace("maxReplicas: 5", "maxReplicas: 6", StringComparison.Ordinal) };
        Assert.Equal(ProofState.Refuted, (await ProveAsync(plan with { Files = [more] })).State);
    }

    [Fact]
    public async Task A_change_that_another_place_undoes_is_refuted()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        var proof = await ProveAsync(new FileChange("README.md", "a: 1\n", "a: 2\n", []));
        Assert.Equal("Nothing would change for Deployment/shop/checkout: another place in Git decides.", Assert.Single(proof.Checks, check => check.State == ProofState.Refuted).Sentence);
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

    [Fact]
    public async Task What_the_application_sets_replaces_what_the_kustomization_says_and_adds_to_it()
    {
        Assert.SkipUnless(new KustomizeProgram().IsAvailable, "Neither kustomize nor kubectl is on the path.");
        _planning.Source = _planning.Source with
        {
            Kustomize = JsonSerializer.Deserialize<KustomizeSource>("""
                {"namePrefix": "eu-", "images": ["side=registry-b.example/side:2"], "replicas": [{"name": "checkout", "count": "4"}], "commonAnnotations": {"team": "a"},
                 "commonLabels": {"region": "eu"}, "labelWithoutSelector": true, "patches": [{"target": {"kind": "Deployment"}, "patch": "- {op: add, path: /spec/paused, value: true}"}]}
                """, ObjectsJson.Default.KustomizeSource),
        };
        _planning.Tree["apps/checkout/kustomization.yaml"] = "namePrefix: us-\nimages: [{name: side, newTag: \"1\"}]\nresources: [web.yaml]\n";
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout") + "        - {name: side, image: side}\n";
        RenderedApplication? rendered = null;
        _proving.Checks = [new Check(facts => { rendered = facts.Applications[0]; return []; })];

        await ProveAsync(await _planning.ChangeAsync(_planning.Target("eu-checkout")), _planning.Target("eu-checkout"));

        var after = Assert.Single(rendered!.After.All).Value;
        Assert.Equal(("eu-checkout", "a", "eu"), (after.Text("metadata", "name"), after.Text("metadata", "annotations", "team"), after.Text("metadata", "labels", "region")));
        Assert.Equal([Planning.Fixed, "registry-b.example/side:2"], after.Items("spec", "template", "spec", "containers").Select(container => container.Text("image")));
        Assert.Equal((4, true), (after.Find("spec", "replicas")!.Value.GetInt32(), after.Find("spec", "paused")!.Value.GetBoolean()));
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

    [Fact]
    public async Task A_check_that_fails_itself_is_not_proven_and_keeps_no_other_from_being_made()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        _proving.Checks = [new Check(_ => throw new InvalidOperationException("broken")), new Check(_ => throw new ProblemException("Nobody may look.")), .. _proving.Checks];

        var proof = await ProveAsync();

        Assert.Equal("The check 'Test' itself failed (InvalidOperationException), so what it looks at is not proven; AiSre's log has the details.", proof.Checks[1].Sentence);
        Assert.Equal("Nobody may look.", proof.Checks[2].Sentence);
        Assert.All(proof.Checks[1..3], check => Assert.Equal(ProofState.Unproven, check.State));
        Assert.Equal("Nothing else", proof.Checks[3].Name);
    }

    [Fact]
    public async Task A_rendering_that_fails_itself_is_not_proven()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        var proof = await ProveAsync(new FileChange("apps/checkout/web.yaml", Planning.Deployment("checkout"), "a: [", []));
        Assert.Equal(
            new ProofCheck("Rendered", ProofState.Unproven, "The rendering of argocd/shop itself failed (YamlRefusedException), so what the change comes to is not proven; AiSre's log has the details."), proof.Checks[0]);
        Assert.Equal(ProofState.Unproven, proof.State);
    }

    [Fact]
    public async Task What_may_work_soon_is_tried_again_instead_of_being_called_unproven()
    {
        _planning.Tree["apps/checkout/web.yaml"] = Planning.Deployment("checkout");
        _proving.Checks = [new Check(_ => throw new ProblemException("The cluster is away.", isTransient: true))];
        Assert.Equal("The cluster is away.", (await Assert.ThrowsAsync<ProblemException>(() => ProveAsync())).Message);
    }

    private Task<ProposalProof> ProveAsync(SolutionPlan.Change plan) => _proving.ProveAsync(plan);

    private async Task<ProposalProof> ProveAsync(FileChange? file = null, SolutionTarget? target = null) => await _proving.ProveAsync(
        Planning.PlanOf(file ?? await _planning.ChangeAsync()), target is null ? [] : [target]);

    private sealed class Check(Func<ProofFacts, IReadOnlyList<ProofCheck>> check) : ProposalCheck("Test")
    {
        public override Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken) => Task.FromResult(check(facts));
    }
}
