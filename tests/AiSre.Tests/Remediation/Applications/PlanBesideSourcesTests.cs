using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Tests.Remediation.Charts;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Applications;

/// <summary>Sources that somebody else reads too: the files that outweigh an application, and the dry side of the hydrator.</summary>
public sealed class PlanBesideSourcesTests
{
    private const string Mirror = "override-image-registry: {from: registry-a.example, to: registry-b.example}";
    private readonly ChartFixture _chart = new();

    [Fact]
    public async Task A_parameter_that_the_image_updater_wrote_is_changed_in_its_file()
    {
        const string File = $"{ChartFixture.Folder}/.argocd-source-checkout.yaml";
        _chart.Tree[File] = "helm:\n  parameters:\n  - name: image.tag\n    value: 1.4.2\n    forcestring: true\n";
        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { Parameters = [new HelmParameter { Name = "image.tag", Value = "1.0.0" }] } };

        var plan = await PlanAsync("set-image: {tag: 1.4.1}");

        Assert.Equal((File, "helm:\n  parameters:\n  - name: image.tag\n    value: 1.4.1\n    forcestring: true\n"), (Assert.Single(plan.Files).Path, plan.Files[0].After));
        Assert.Equal(["argocd/shop"], plan.Indirect);
    }

    [Theory]
    [InlineData("helm:\n  values: |\n    image:\n      tag: 1.4.2 # now\n")]
    [InlineData("helm:\n  valuesObject:\n    image: {tag: 1.4.2}\n")]
    public async Task Values_in_such_a_file_are_changed_there(string text)
    {
        _chart.Tree[$"{ChartFixture.Folder}/.argocd-source.yaml"] = text;

        Assert.Equal(text.Replace("1.4.2", "1.4.1", StringComparison.Ordinal), Assert.Single((await PlanAsync("set-image: {tag: 1.4.1}")).Files).After);
    }

    [Fact]
    public async Task An_image_and_replicas_of_a_kustomization_are_changed_in_such_a_file()
    {
        const string Text = "kustomize:\n  images:\n  - registry-a.example/shop/checkout:1.4.2\n  replicas:\n  - {name: checkout, count: 2}\n";
        _chart.Tree["apps/checkout/.argocd-source.yaml"] = Text;
        _chart.Tree["apps/checkout/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _chart.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", "registry-a.example/shop/checkout:none");
        _chart.Planning.Source = _chart.Planning.Source with { Path = "apps/checkout" };
        _chart.Planning.Solve("set-image: {tag: 1.4.1}", "scale: {replicas: 3}");

        var file = Assert.Single(await _chart.Planning.ChangesAsync(_chart.Target("checkout", "app")));

        Assert.Equal(Text.Replace("1.4.2", "1.4.1", StringComparison.Ordinal).Replace("count: 2", "count: 3", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task A_hydrated_application_is_changed_on_its_dry_side()
    {
        var hydrated = ChartFixture.Application("checkout") with
        {
            Spec = new ApplicationSpec
            {
                SourceHydrator = new SourceHydrator { DrySource = _chart.Planning.Source, SyncSource = new HydratedSource { TargetBranch = "env/production", Path = "checkout" } },
                Destination = new ApplicationDestination { Namespace = "shop" },
            },
        };
        _chart.Planning.Solve(Mirror);

        var plan = Assert.IsType<SolutionPlan.Change>(await _chart.Planning.PlanAsync(_chart.Target() with { Scene = new ApplicationScene(hydrated, []) }));

        Assert.Equal((ChartFixture.Values, "main"), (Assert.Single(plan.Files).Path, plan.Repository.Branch));
    }

    [Theory]
    [InlineData(null, "so it was changed by hand on the cluster, and automatic sync is off; undo that, or commit it, and then try again.")]
    [InlineData(false, "so it was changed by hand on the cluster, and automatic sync does not take that back; undo that, or commit it, and then try again.")]
    public async Task What_was_changed_by_hand_since_the_sync_is_told(bool? heals, string expected)
    {
        _chart.Image = "registry-a.example/shop/checkout:hotfix";
        var application = ChartFixture.Application("checkout", _chart.Planning.Source) with { Status = new ApplicationStatus { Sync = new ApplicationSync { Revision = _chart.Tree.Sha } } };
        application = application with { Spec = application.Spec with { SyncPolicy = heals is null ? null : new ApplicationSyncPolicy { Automated = new AutomatedSync { SelfHeal = heals.Value } } } };
        _chart.Planning.Solve(Mirror);

        Assert.EndsWith(
            $"runs registry-a.example/shop/checkout:hotfix, but {ChartFixture.Template} at commit 0123456 says registry-a.example/shop/checkout:1.4.2; argocd/shop is synced to that commit, {expected}",
            await _chart.Planning.RefusalAsync(_chart.Target() with { Scene = new ApplicationScene(application, []) }), StringComparison.Ordinal);
    }

    private async Task<SolutionPlan.Change> PlanAsync(string operation)
    {
        _chart.Planning.Solve(operation);
        var plan = await _chart.Planning.PlanAsync(_chart.Target());
        return plan as SolutionPlan.Change ?? throw new Xunit.Sdk.XunitException(plan.ToString());
    }
}
