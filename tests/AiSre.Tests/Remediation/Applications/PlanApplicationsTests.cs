using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Tests.Remediation.Charts;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Applications;

/// <summary>What an application sets itself is changed where Git declares the application.</summary>
public sealed class PlanApplicationsTests
{
    private const string Apps = "https://github.example/platform/apps";
    private const string Manifest = "production/checkout.yaml";
    private const string Mirror = "override-image-registry: {from: registry-a.example, to: registry-b.example}";
    private readonly ChartFixture _chart = new();

    [Fact]
    public async Task Values_that_are_written_as_text_are_changed_within_the_text()
    {
        Declare(
            """
                helm:
                  values: |
                    # by the team
                    image:
                      tag: 1.4.2   # by CI
                    replicaCount: 2
            """,
            new HelmSource { Values = "# by the team\nimage:\n  tag: 1.4.2   # by CI\nreplicaCount: 2\n" });

        var plan = await PlanAsync("set-image: {tag: 1.4.1}", "scale: {replicas: 3}");

        var file = Assert.Single(plan.Files);
        Assert.Equal((Apps, "main", Manifest), (plan.Repository.Url, plan.Repository.Branch, file.Path));
        Assert.Equal(file.Before.Replace("tag: 1.4.2   #", "tag: 1.4.1   #", StringComparison.Ordinal).Replace("replicaCount: 2", "replicaCount: 3", StringComparison.Ordinal), file.After);
        Assert.Equal(["argocd/platform"], plan.Parents);
        Assert.Equal(["argocd/shop"], plan.Indirect);
        Assert.Equal("spec.replicas", Assert.Single(plan.Fields).Edit.Path.ToString());
    }

    [Fact]
    public async Task Values_that_are_written_as_fields_are_changed_there()
    {
        Declare("    helm:\n      valuesObject:\n        image: {tag: 1.4.2}\n        resources:\n          limits: {cpu: 1}", Helm("""{"valuesObject": {"image": {"tag": "1.4.2"}, "resources": {"limits": {"cpu": 1}}}}"""));

        var file = Assert.Single((await PlanAsync("set-image: {tag: 1.4.1}", "set-resources: {limits: {memory: 256Mi}}")).Files);

        Assert.Equal(file.Before.Replace("{tag: 1.4.2}", "{tag: 1.4.1}", StringComparison.Ordinal).Replace("{cpu: 1}", "{cpu: 1, memory: 256Mi}", StringComparison.Ordinal), file.After);
    }

    [Theory]
    [InlineData("image.tag", "1.4.2", "set-image: {tag: 1.4.1}", "1.4.1")]
    [InlineData("replicaCount", "2", "scale: {replicas: 3}", "3")]
    [InlineData("podAnnotations.shop\\.example/team", "cart", "set-field: {path: 'spec.template.metadata.annotations[shop.example/team]', value: checkout}", "checkout")]
    public async Task A_parameter_is_changed_by_its_name(string name, string value, string operation, string wanted)
    {
        Declare($"    helm:\n      parameters:\n        - name: settings.level\n          value: info\n        - name: {name}\n          value: '{value}'", new HelmSource { Parameters = [new HelmParameter { Name = "settings.level", Value = "info" }, new HelmParameter { Name = name, Value = value }] });

        var file = Assert.Single((await PlanAsync(operation)).Files);

        Assert.Equal(file.Before.Replace($"value: '{value}'", $"value: '{wanted}'", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task What_the_application_does_not_set_stays_in_its_files()
    {
        Declare("    helm: {valueFiles: [/env/production.yaml], parameters: [{name: replicaCount, value: '2'}]}", new HelmSource { Parameters = [new HelmParameter { Name = "replicaCount", Value = "2" }] });
        _chart.UseFile("image: {tag: 1.4.2}\n");
        Platform();

        var plan = await PlanAsync("set-image: {tag: 1.4.1}");

        Assert.Equal((ChartFixture.Production, "image: {tag: 1.4.1}\n"), (Assert.Single(plan.Files).Path, plan.Files[0].After));
        Assert.Empty(plan.Parents);
        Assert.Empty(plan.Indirect);
    }

    [Fact]
    public async Task An_application_that_is_not_in_git_is_refused_with_the_place()
    {
        _chart.Planning.Source = _chart.Planning.Source with { Helm = Helm("""{"valuesObject": {"image": {"tag": "1.4.2"}}}""") };

        Assert.Equal(
            "The image of container shop of Deployment checkout-shop cannot be changed by its value: image.tag is set by the application itself (spec.source.helm.valuesObject), and no application declares argocd/checkout in Git, and argocd/checkout has no values of its own that outweigh it; give it a values file, or make the change by hand.",
            await _chart.RefusalAsync("set-image: {tag: 1.4.1}"));
    }

    [Fact]
    public async Task A_parent_that_has_no_manifest_of_it_is_refused_with_that()
    {
        Declare("    helm: {values: 'image: {tag: 1.4.2}'}", new HelmSource { Values = "image: {tag: 1.4.2}" });
        _chart.Planning.Trees[Apps][Manifest] = Planning.Deployment("other");
        _chart.Planning.Solve("set-image: {tag: 1.4.1}");

        Assert.Contains("and argocd/platform, which declares checkout, has no manifest of it that AiSre can read", await _chart.Planning.RefusalAsync(_chart.Target()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_cluster_has_otherwise_than_git_is_told()
    {
        Declare("    helm: {parameters: [{name: image.tag, value: 1.4.3}]}", new HelmSource { Parameters = [new HelmParameter { Name = "image.tag", Value = "1.4.2" }] });

        Assert.Contains("runs registry-a.example/shop/checkout:1.4.2, but charts/shop/templates/deployment.yaml at commit 0123456 says registry-a.example/shop/checkout:1.4.3", await _chart.RefusalAsync("set-image: {tag: 1.4.1}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applications_that_a_chart_renders_are_changed_by_its_values()
    {
        var apps = _chart.Planning.Trees[Apps];
        apps["production/Chart.yaml"] = "name: apps\n";
        apps["production/values.yaml"] = "apps:\n  cart: {tag: 2.0.0}\n  checkout: {tag: 1.4.2} # the shop\n";
        apps["production/templates/apps.yaml"] = """
            {{- range $name, $app := .Values.apps }}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: {{ $name }}, namespace: argocd}
            spec:
              source:
                repoURL: https://github.example/shop/deploy
                path: charts/shop
                helm:
                  valuesObject:
                    image:
                      tag: {{ $app.tag | quote }}
            {{- end }}

            """;
        _chart.Planning.Source = _chart.Planning.Source with { Helm = Helm("""{"valuesObject": {"image": {"tag": "1.4.2"}}}""") };
        Platform();

        var file = Assert.Single((await PlanAsync("set-image: {tag: 1.4.1}")).Files);

        Assert.Equal(("production/values.yaml", file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal)), (file.Path, file.After));
    }

    [Fact]
    public async Task Applications_of_a_shared_base_are_changed_in_the_overlay()
    {
        var apps = _chart.Planning.Trees[Apps];
        apps["production/kustomization.yaml"] = "resources: [../base]\npatches:\n- path: checkout.patch.yaml\n";
        apps["production/checkout.patch.yaml"] = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: checkout}\nspec:\n  source:\n    helm:\n      parameters:\n      - {name: image.tag, value: 1.4.2}\n";
        apps["base/kustomization.yaml"] = "resources: [checkout.yaml]\nnamespace: argocd\n";
        apps["base/checkout.yaml"] = Text("");
        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { Parameters = [new HelmParameter { Name = "image.tag", Value = "1.4.2" }] } };
        Platform();

        var file = Assert.Single((await PlanAsync("set-image: {tag: 1.4.1}")).Files);

        Assert.Equal(("production/checkout.patch.yaml", file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal)), (file.Path, file.After));
    }

    [Theory]
    [InlineData("registry-a.example/shop/checkout:1.4.2", "registry-b.example/shop/checkout:1.4.2", "registry-a.example/shop/checkout=registry-b.example/shop/checkout:1.4.2")]
    [InlineData("checkout=registry-a.example/shop/checkout:1.4.2", "registry-b.example/shop/checkout:1.4.2", "checkout=registry-b.example/shop/checkout:1.4.2")]
    public async Task An_image_that_the_application_sets_over_its_kustomization_is_changed_there(string setting, string image, string expected)
    {
        var name = setting.Split('=', ':')[0];
        Kustomize($"    kustomize:\n      images:\n        - {setting}  # by CI", new KustomizeSource { Images = [setting] }, $"{name}:none");

        var file = Assert.Single((await PlanAsync(Mirror, target: Kustomized())).Files);

        Assert.Equal(file.Before.Replace($"- {setting} ", $"- {expected} ", StringComparison.Ordinal), file.After);
        Assert.Contains(image, file.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_the_application_sets_over_its_kustomization_keeps_its_spelling()
    {
        Kustomize("    kustomize: {images: ['registry-a.example/shop/checkout:1.4.2']}", new KustomizeSource { Images = ["registry-a.example/shop/checkout:1.4.2"] }, "registry-a.example/shop/checkout:none");

        var file = Assert.Single((await PlanAsync("set-image: {tag: 1.4.1}", target: Kustomized())).Files);

        Assert.Equal(file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task Replicas_that_the_application_sets_are_changed_there()
    {
        Kustomize("    kustomize:\n      replicas:\n        - name: checkout\n          count: 2", Source("""{"kustomize": {"replicas": [{"name": "checkout", "count": 2}]}}""").Kustomize!, ChartImage);

        var file = Assert.Single((await PlanAsync("scale: {replicas: 3}", target: Kustomized())).Files);

        Assert.Equal(file.Before.Replace("count: 2", "count: 3", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task A_patch_of_the_application_is_told_and_not_edited()
    {
        const string Patch = "[{op: replace, path: /spec/template/spec/containers/0/image, value: registry-a.example/shop/checkout:1.4.2}]";
        Kustomize("", Source($$$"""{"kustomize": {"patches": [{"target": {"kind": "Deployment"}, "patch": "{{{Patch}}}"}]}}""").Kustomize!, "checkout:none");
        _chart.Planning.Solve(Mirror);

        Assert.Contains("the patch spec.source.kustomize.patches[0] of the application itself sets it; change it in the application", await _chart.Planning.RefusalAsync(Kustomized()), StringComparison.Ordinal);
    }

    private const string ChartImage = "registry-a.example/shop/checkout:1.4.2";

    private async Task<SolutionPlan.Change> PlanAsync(string operation, string? second = null, SolutionTarget? target = null)
    {
        _chart.Planning.Solve([operation, .. second is null ? Array.Empty<string>() : [second]]);
        var plan = await _chart.Planning.PlanAsync(target ?? _chart.Target());
        return plan as SolutionPlan.Change ?? throw new Xunit.Sdk.XunitException(plan.ToString());
    }

    private void Declare(string helm, HelmSource live)
    {
        _chart.Planning.Trees[Apps][Manifest] = Text(helm);
        _chart.Planning.Source = _chart.Planning.Source with { Helm = live };
        Platform();
    }

    private void Kustomize(string kustomize, KustomizeSource live, string image)
    {
        _chart.Planning.Trees[Apps][Manifest] = Text(kustomize).Replace("charts/shop", "apps/checkout", StringComparison.Ordinal);
        _chart.Tree["apps/checkout/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _chart.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", image);
        _chart.Planning.Source = _chart.Planning.Source with { Path = "apps/checkout", Kustomize = live };
        Platform();
    }

    private SolutionTarget Kustomized() => _chart.Target("checkout", "app");

    private void Platform()
    {
        var parent = ChartFixture.Application("platform", new ApplicationSource { RepoUrl = Apps, Path = "production" });
        _chart.Others.Clear();
        _chart.Others.Add(parent with { Status = new ApplicationStatus { Resources = [new ApplicationResource { Group = "argoproj.io", Version = "v1alpha1", Kind = "Application", Namespace = "argocd", Name = "checkout" }] } });
    }

    private static string Text(string source) => $"""
        # The shop's checkout.
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: beside
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: checkout
          namespace: argocd
        spec:
          project: shop
          source:
            repoURL: https://github.example/shop/deploy
            path: charts/shop
            targetRevision: main

        """.ReplaceLineEndings("\n") + source.ReplaceLineEndings("\n") + "\n";

    private static HelmSource Helm(string json) => Source($$$"""{"helm": {{{json}}}}""").Helm!;

    private static ApplicationSource Source(string json) =>
        ((Application)ObjectReader.Read($$$"""{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "x"}, "spec": {"source": {{{json}}}}}""")!).Spec.Source!;
}
