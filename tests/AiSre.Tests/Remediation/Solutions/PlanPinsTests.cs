using AiSre.Clusters.Objects;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.Checks;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Tests.Remediation.Proof;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>An application is pinned where another one declares it.</summary>
public sealed class PlanPinsTests : IDisposable
{
    private const string File = "argocd/shop.yaml";
    private const string Parents = "https://github.example/platform/apps";
    private const string Sha = "fedcba9876543210fedcba9876543210fedcba98";

    private readonly Proving _proving = new() { Checks = [new NothingElseCheck(), new AsMeantCheck(), new PinCheck()] };
    private readonly MemoryTree _now = new();
    private readonly MemoryTree _then = new();

    public PlanPinsTests()
    {
        Planner.Solve("pin-target-revision: {revision: v1.4.1}");
        Planner.Trees[Parents][File] = Declared("main");
        _now["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _then["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", "registry-a.example/shop/checkout:1.4.1");
    }

    private Planning Planner => _proving.Planning;

    public void Dispose() => _proving.Dispose();

    [Fact]
    public async Task The_revision_is_set_in_the_file_that_declares_the_application()
    {
        var plan = await PinAsync();

        var file = Assert.Single(plan.Files);
        Assert.Equal((File, Declared("main"), Declared("v1.4.1")), (file.Path, file.Before, file.After));
        Assert.Equal([$"{File}: spec.source.targetRevision: main → v1.4.1 (v1.4.1 (commit fedcba9); until this is undone argocd/shop follows no newer commit of main)"], file.Edits);
        Assert.Equal((Parents, "argocd/root"), (plan.Repository.Url, Assert.Single(plan.Carriers)));
    }

    [Fact]
    public async Task What_the_revision_brings_is_rendered_and_shown()
    {
        var proof = await _proving.ProveAsync(await PinAsync(), Target());

        Assert.All(proof.Checks, check => Assert.Equal(ProofState.Proven, check.State));
        Assert.Equal("Pinned to v1.4.1 (commit fedcba9), argocd/shop renders what it rendered then: 1 field of 1 object differ from now.", proof.Checks[^1].Sentence);
        Assert.Equal("\"registry-a.example/shop/checkout:1.4.1\"", Assert.Single(Assert.Single(proof.Changes).Fields).After);
    }

    [Fact]
    public async Task A_pin_that_brings_nothing_is_refuted()
    {
        _then["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");

        Assert.Equal(ProofState.Refuted, (await _proving.ProveAsync(await PinAsync(), Target())).State);
    }

    [Fact]
    public async Task Of_several_sources_the_right_one_is_pinned()
    {
        Planner.Trees[Parents][File] = Declared("main").Replace("  source: {", "  sources:\n  - {repoURL: https://github.example/shop/values, targetRevision: main, ref: values}\n  - {", StringComparison.Ordinal);

        var plan = await PinAsync(Target(index: 1));

        Assert.Equal(Planner.Trees[Parents][File].Replace("path: apps/checkout, targetRevision: main", "path: apps/checkout, targetRevision: v1.4.1", StringComparison.Ordinal), Assert.Single(plan.Files).After);
    }

    [Fact]
    public async Task A_revision_that_Git_does_not_say_is_added()
    {
        Planner.Source = Planner.Source with { TargetRevision = "" };
        Planner.Trees[Parents][File] = Declared("main").Replace(", targetRevision: main", "", StringComparison.Ordinal);

        Assert.Contains("path: apps/checkout, targetRevision: v1.4.1}", Assert.Single((await PinAsync()).Files).After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_pinned_so_already_is_no_change()
    {
        Planner.Trees[Parents][File] = Declared("v1.4.1");

        Assert.Equal($"Already fixed on the branch: {File} pins argocd/shop to v1.4.1 (commit fedcba9) at commit 0123456; sync argocd/root so that the cluster follows.", Assert.IsType<SolutionPlan.NothingToChange>(await Planner.PlanAsync(Target())).Sentence);
    }

    [Fact]
    public async Task What_Git_says_otherwise_than_the_cluster_is_not_overwritten()
    {
        Planner.Trees[Parents][File] = Declared("release");

        Assert.Equal($"spec.source.targetRevision of argocd/shop is main on the cluster, but {File} at commit 0123456 says release; sync argocd/root, or undo the change that was made by hand, and then try again.", await Planner.RefusalAsync(Target()));
    }

    [Fact]
    public async Task An_application_that_is_not_in_Git_is_refused()
    {
        var target = Target();

        Assert.Equal("No other application declares argocd/shop, so it is not in Git as far as AiSre can see; set spec.source.targetRevision to v1.4.1 where it is kept.", await Planner.RefusalAsync(target with { Scene = target.Scene with { Others = [] } }));
    }

    [Fact]
    public async Task An_application_that_a_set_makes_is_refused()
    {
        var target = Target();
        var made = target.Scene.Application with { Metadata = target.Scene.Application.Metadata with { OwnerReferences = [new OwnerReference { Kind = "ApplicationSet", Name = "all" }] } };

        Assert.Contains("argocd/shop is made by an ApplicationSet, which would undo a pin of one", await Planner.RefusalAsync(target with { Scene = new ApplicationScene(made, []) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_its_parent_no_longer_has_is_refused()
    {
        Planner.Trees[Parents].Remove(File);
        Planner.Trees[Parents]["argocd/other.yaml"] = "kind: ConfigMap\nmetadata: {name: a}\n";

        Assert.Equal("argocd/root manages Application/argocd/shop and does not declare it in its sources any more; sync it, or find what made the application.", await Planner.RefusalAsync(Target()));
    }

    [Fact]
    public async Task Without_a_revision_nothing_is_pinned() => Assert.Equal(
        "argocd/shop is not pinned, since no revision is known with which its workload was last well; pin it by hand, or correct the runbook.",
        await Planner.RefusalAsync(Target() with { Pin = null, WhyNoPin = "no revision is known with which its workload was last well" }));

    private async Task<SolutionPlan.Change> PinAsync(SolutionTarget? target = null)
    {
        var plan = await Planner.PlanAsync(target ?? Target());
        return plan as SolutionPlan.Change ?? throw new Xunit.Sdk.XunitException(plan.ToString());
    }

    private static string Declared(string revision) =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\n  namespace: argocd\nspec:\n  source: {{repoURL: https://github.example/shop/deploy, path: apps/checkout, targetRevision: {revision}}}\n---\nkind: ConfigMap\nmetadata: {{name: beside}}\n";

    private SolutionTarget Target(int? index = null)
    {
        var target = Planner.Target();
        var parent = new Application
        {
            Metadata = new ObjectMeta { Namespace = "argocd", Name = "root" },
            Spec = new ApplicationSpec { Source = new ApplicationSource { RepoUrl = Parents, Path = "argocd", TargetRevision = "main" } },
            Status = new ApplicationStatus { Resources = [new ApplicationResource { Group = "argoproj.io", Kind = "Application", Namespace = "argocd", Name = "shop" }] },
        };
        return target with
        {
            Scene = ApplicationScene.Of(target.Application, Planner.Source) with { Others = [parent] },
            Pin = new PinnedRevision("v1.4.1", Sha, Planner.Source, index, _now, _then),
        };
    }
}
