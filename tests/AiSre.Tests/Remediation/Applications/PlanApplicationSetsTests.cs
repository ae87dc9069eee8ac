using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Tests.Remediation.Charts;

namespace AiSre.Tests.Remediation.Applications;

/// <summary>What a generated application sets comes from the parameters of its ApplicationSet.</summary>
public sealed class PlanApplicationSetsTests
{
    private const string Apps = "https://github.example/platform/apps";
    private const string Manifest = "sets/shop.yaml";
    private const string Tag = "set-image: {tag: 1.4.1}";
    private readonly ChartFixture _chart = new() { Owner = "shop" };

    public PlanApplicationSetsTests()
    {
        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { Parameters = [new HelmParameter { Name = "image.tag", Value = "1.4.2" }] } };
        _chart.Others.Add(ChartFixture.Application("platform", new ApplicationSource { RepoUrl = Apps, Path = "sets" }) with
        {
            Status = new ApplicationStatus { Resources = [new ApplicationResource { Group = "argoproj.io", Version = "v1alpha1", Kind = "ApplicationSet", Namespace = "argocd", Name = "shop" }] },
        });
    }

    [Theory]
    [InlineData(true, "{{ .name }}", "{{ .image.tag }}", "image: {tag: 1.4.2}")]
    [InlineData(false, "{{name}}", "{{ image.tag }}", "image: {tag: 1.4.2}")]
    public async Task The_element_of_a_list_is_changed(bool isGo, string name, string tag, string image)
    {
        Declare(isGo, $"    - list:\n        elements:\n          - name: cart\n            image: {{tag: 2.0.0}}\n          - name: checkout  # the shop\n            {image}", name, Parameter(tag));

        var plan = await PlanAsync(Tag);

        var file = Assert.Single(plan.Files);
        Assert.Equal((Apps, Manifest, file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal)), (plan.Repository.Url, file.Path, file.After));
        Assert.Equal(["argocd/platform"], plan.Parents);
    }

    [Fact]
    public async Task A_parameter_within_a_text_of_values_is_changed()
    {
        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { Values = "image:\n  tag: \"1.4.2\"\n" } };
        Declare(true, "    - list: {elements: [{name: checkout, tag: 1.4.2}, {name: cart, tag: 1.4.2}]}", "{{ .name }}", "          values: |\n            image:\n              tag: \"{{ .tag }}\"");

        var file = Assert.Single((await PlanAsync(Tag)).Files);

        Assert.Equal(file.Before.Replace("{name: checkout, tag: 1.4.2}", "{name: checkout, tag: 1.4.1}", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task The_file_of_a_git_generator_is_changed()
    {
        const string Config = "https://github.example/shop/config";
        _chart.Planning.Trees[Config]["apps/checkout/config.json"] = "{\n  \"image\": {\n    \"tag\": \"1.4.2\"\n  }\n}\n";
        _chart.Planning.Trees[Config]["apps/cart/config.json"] = "{\"image\": {\"tag\": \"2.0.0\"}}";
        Declare(true, $"    - git:\n        repoURL: {Config}\n        revision: HEAD\n        files: [{{path: 'apps/*/config.json'}}]", "{{ .path.basename }}", Parameter("{{ .image.tag }}"));

        var plan = await PlanAsync(Tag);

        Assert.Equal((Config, "apps/checkout/config.json", "{\n  \"image\": {\n    \"tag\": \"1.4.1\"\n  }\n}\n"), (plan.Repository.Url, Assert.Single(plan.Files).Path, plan.Files[0].After));
        Assert.Empty(plan.Parents);
        Assert.Equal(["argocd/shop"], plan.Indirect);
    }

    [Fact]
    public async Task A_file_of_a_git_generator_in_the_repository_of_the_chart_is_no_file_of_the_application_s_source()
    {
        const string File = "teams/checkout/config.yaml";
        _chart.Tree[File] = "image: {tag: 1.4.2}\n";
        Declare(true, "    - git:\n        repoURL: https://github.example/shop/deploy\n        revision: HEAD\n        files: [{path: 'teams/*/config.yaml'}]", "{{ .path.basename }}", Parameter("{{ .image.tag }}"));

        var plan = await PlanAsync(Tag);

        Assert.Equal((File, "image: {tag: 1.4.1}\n"), (Assert.Single(plan.Files).Path, plan.Files[0].After));
        Assert.Equal(["argocd/shop"], plan.Indirect);
    }

    [Fact]
    public async Task An_application_of_a_folder_is_changed_in_the_folder()
    {
        _chart.Planning.Source = _chart.Planning.Source with { Helm = null };
        Declare(true, "    - git: {repoURL: https://github.example/shop/deploy, directories: [{path: 'charts/*'}]}", "checkout", "");

        Assert.Equal(ChartFixture.Values, Assert.Single((await PlanAsync(Tag)).Files).Path);
    }

    [Fact]
    public async Task Of_a_matrix_the_element_that_gives_the_value_is_changed()
    {
        (_chart.ApplicationName, _chart.Name) = ("checkout-prod", "checkout-prod-shop");
        Declare(true, "    - matrix:\n        generators:\n          - list: {elements: [{stage: dev, tag: 1.5.0}, {stage: prod, tag: 1.4.2}]}\n          - list: {elements: [{name: checkout}]}", "{{ .name }}-{{ .stage }}", Parameter("{{ .tag }}"));

        var file = Assert.Single((await PlanAsync(Tag)).Files);

        Assert.Equal(file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task An_element_that_other_applications_have_too_is_not_changed()
    {
        (_chart.ApplicationName, _chart.Name) = ("checkout-prod", "checkout-prod-shop");
        Declare(true, "    - matrix:\n        generators:\n          - list: {elements: [{stage: dev}, {stage: prod}]}\n          - list: {elements: [{name: checkout, tag: 1.4.2}]}", "{{ .name }}-{{ .stage }}", Parameter("{{ .tag }}"));

        Assert.Contains(
            "another value of tag of ApplicationSet shop in sets/shop.yaml (spec.generators[0].matrix.generators[1].list.elements[0]) would also change spec.source.helm.parameters[image.tag].value of Application checkout-dev; make the change by hand.",
            await RefusalAsync(Tag), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_merged_generators_the_one_that_outweighs_is_changed()
    {
        Declare(true, "    - merge:\n        mergeKeys: [name]\n        generators:\n          - list: {elements: [{name: cart, tag: 1.0.0}, {name: checkout, tag: 1.0.0}]}\n          - list: {elements: [{name: checkout, tag: 1.4.2}]}", "{{ .name }}", Parameter("{{ .tag }}"));

        var file = Assert.Single((await PlanAsync(Tag)).Files);

        Assert.Equal(file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal), file.After);
    }

    [Fact]
    public async Task What_the_template_says_for_all_is_refused_with_their_number()
    {
        Declare(true, "    - list: {elements: [{name: cart}, {name: checkout}, {name: mail}]}", "{{ .name }}", Parameter("1.4.2"));

        Assert.Contains(
            "is written in the template ApplicationSet shop in sets/shop.yaml, from which 3 applications are generated, itself; make the change by hand.", await RefusalAsync(Tag), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_template_says_for_one_application_is_changed_there()
    {
        Declare(true, "    - list: {elements: [{name: checkout}]}", "{{ .name }}", Parameter("1.4.2"));

        var file = Assert.Single((await PlanAsync(Tag)).Files);

        Assert.Equal(file.Before.Replace("1.4.2", "1.4.1", StringComparison.Ordinal), file.After);
    }

    [Theory]
    [InlineData("    - clusters: {}", "generates its applications from clusters, whose parameters AiSre does not know")]
    [InlineData("    - list: {elementsYaml: '[]'}", "works out the elements of a list (elementsYaml)")]
    [InlineData("    - list: {elements: [{name: cart}]}", "and ApplicationSet shop, which declares checkout, has no manifest of it that AiSre can read")]
    [InlineData("    - list: {elements: [{name: '{{ .name'}]}\n  templatePatch: 'a: b'", "has a templatePatch")]
    public async Task What_cannot_be_followed_is_told(string generators, string expected)
    {
        Declare(true, generators, "{{ .name }}", Parameter("{{ .tag }}"));

        Assert.Contains(expected, await RefusalAsync(Tag), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_no_application_declares_is_told()
    {
        _chart.Others.Clear();

        Assert.Contains("and no application declares the ApplicationSet shop that generates it in Git", await RefusalAsync(Tag), StringComparison.Ordinal);
    }

    private async Task<SolutionPlan.Change> PlanAsync(string operation)
    {
        _chart.Planning.Solve(operation);
        var plan = await _chart.Planning.PlanAsync(_chart.Target());
        return plan as SolutionPlan.Change ?? throw new Xunit.Sdk.XunitException(plan.ToString());
    }

    private Task<string> RefusalAsync(string operation) => _chart.RefusalAsync(operation);

    private static string Parameter(string value) => $"          parameters:\n            - name: image.tag\n              value: '{value}'";

    private void Declare(bool isGo, string generators, string name, string helm) => _chart.Planning.Trees[Apps][Manifest] =
        $"""
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata:
          name: shop
          namespace: argocd
        spec:
          goTemplate: {(isGo ? "true" : "false")}
          generators:

        """.ReplaceLineEndings("\n") + generators + $$"""

          template:
            metadata:
              name: '{{name}}'
              namespace: argocd
            spec:
              source:
                repoURL: https://github.example/shop/deploy
                path: charts/shop
                helm:

        """.ReplaceLineEndings("\n") + (helm.Length == 0 ? "          releaseName: x" : helm) + "\n";
}
