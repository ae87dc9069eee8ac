using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>From a field of what a chart renders to the value that gives it.</summary>
public sealed class PlanChartsTests
{
    private const string Mirror = "override-image-registry: {from: registry-a.example, to: registry-b.example}";
    private readonly ChartFixture _chart = new();

    [Fact]
    public async Task An_image_changes_in_the_part_that_differs_and_nothing_else()
    {
        var change = await _chart.SolveAsync(Mirror);

        Assert.Equal(ChartFixture.Values, change.Path);
        Assert.Equal(change.Before.Replace("registry-a.example/shop/checkout ", "registry-b.example/shop/checkout ", StringComparison.Ordinal), change.After);
        Assert.Equal([$"{ChartFixture.Values}: image.repository: registry-a.example/shop/checkout → registry-b.example/shop/checkout"], change.Edits);
    }

    [Fact]
    public async Task A_tag_that_the_chart_takes_from_its_version_goes_to_the_value_that_outweighs_it()
    {
        var change = await _chart.SolveAsync("set-image: {tag: 1.4.1}");

        Assert.Equal(change.Before.Replace("  tag: \"\"", "  tag: \"1.4.1\"", StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task The_last_file_that_sets_a_value_is_edited()
    {
        _chart.UseFile("image:\n  tag: 1.4.2  # by CI\nreplicaCount: 3\n");
        _chart.UseFile("image: {tag: 1.5.0}\n", "env/production-eu.yaml");
        _chart.Image = "registry-a.example/shop/checkout:1.5.0";

        var change = await _chart.SolveAsync("set-image: {tag: 1.4.2}");

        Assert.Equal("env/production-eu.yaml", change.Path);
        Assert.Equal("image: {tag: 1.4.2}\n", change.After);
    }

    [Fact]
    public async Task Both_parts_change_each_in_its_place()
    {
        _chart.UseFile("image:\n  tag: 1.4.2\n");
        _chart.Planning.Solve(Mirror, "set-image: {tag: 1.4.1}");

        var changes = await _chart.Planning.ChangesAsync(_chart.Target());

        Assert.Equal([ChartFixture.Values, ChartFixture.Production], changes.Select(change => change.Path));
        Assert.Contains("registry-b.example/shop/checkout  #", changes[0].After, StringComparison.Ordinal);
        Assert.Equal("image:\n  tag: 1.4.1\n", changes[1].After);
    }

    [Fact]
    public async Task A_default_that_others_use_too_is_set_in_the_applications_own_file()
    {
        _chart.UseFile("# production\nreplicaCount: 3\n");
        _chart.Others.Add(ChartFixture.Application("cart", _chart.Planning.Source with { Helm = null }));

        var change = await _chart.SolveAsync(Mirror);

        Assert.Equal(ChartFixture.Production, change.Path);
        Assert.Equal("# production\nreplicaCount: 3\nimage:\n  repository: registry-b.example/shop/checkout\n", change.After);
    }

    [Fact]
    public async Task A_default_that_others_use_too_is_refused_where_the_application_has_no_file()
    {
        _chart.Others.Add(ChartFixture.Application("cart", _chart.Planning.Source));

        Assert.Equal(
            "The image of container shop of Deployment checkout-shop cannot be changed by its value: image.repository is set by charts/shop/values.yaml, which 1 other application uses too, and argocd/checkout has no values of its own that outweigh it; give it a values file, or make the change by hand.",
            await _chart.RefusalAsync(Mirror));
    }

    [Fact]
    public async Task A_file_that_others_use_too_is_not_edited()
    {
        _chart.UseFile("image:\n  repository: registry-a.example/shop/checkout\n", "env/all.yaml");
        _chart.UseFile("", ChartFixture.Production);
        _chart.Others.Add(ChartFixture.Application("cart", new ApplicationSource { RepoUrl = "https://github.example/shop/deploy.git", Path = "charts/cart", Helm = new HelmSource { ValueFiles = ["../../env/all.yaml"] } }));

        var change = await _chart.SolveAsync(Mirror);

        Assert.Equal(ChartFixture.Production, change.Path);
        Assert.Equal("image:\n  repository: registry-b.example/shop/checkout\n", change.After);
    }

    [Fact]
    public async Task Values_may_stand_in_another_repository()
    {
        const string Config = "https://github.example/shop/config";
        _chart.Planning.Trees[Config]["checkout/values.yaml"] = "image: {repository: registry-a.example/shop/checkout}\n";
        _chart.Sources.Add(new ApplicationSource { RepoUrl = Config, TargetRevision = "production", RefName = "config" });
        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { ValueFiles = ["$config/checkout/values.yaml"] } };
        _chart.Planning.Solve(Mirror);

        var plan = Assert.IsType<SolutionPlan.Change>(await _chart.Planning.PlanAsync(_chart.Target()));

        Assert.Equal((Config, "production"), (plan.Repository.Url, plan.Repository.Branch));
        Assert.Equal(["argocd/shop"], plan.Indirect);
        Assert.Equal("image: {repository: registry-b.example/shop/checkout}\n", Assert.Single(plan.Files).After);
    }

    [Fact]
    public async Task A_missing_file_is_told_unless_the_application_allows_it()
    {
        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { ValueFiles = ["gone.yaml"] } };
        Assert.Equal(
            "argocd/checkout takes values from gone.yaml, which is not in https://github.example/shop/deploy at main at commit 0123456; correct the application, or add the file.",
            await _chart.RefusalAsync(Mirror));

        _chart.Planning.Source = _chart.Planning.Source with { Helm = new HelmSource { ValueFiles = ["gone.yaml"], IgnoreMissingValueFiles = true } };
        Assert.Equal(ChartFixture.Values, (await _chart.SolveAsync(Mirror)).Path);
    }

    [Theory]
    [InlineData("scale: {replicas: 3}", "replicaCount: 1", "replicaCount: 3")]
    [InlineData("set-environment: {name: PORT, value: \"9090\"}", "settings:\n  port: 8080", "settings:\n  port: 9090")]
    [InlineData("set-environment: {name: REGION, value: us-2}", "REGION: eu-1", "REGION: us-2")]
    [InlineData("set-environment: {name: MODE, value: fast}", "env:\n  REGION: eu-1\n\nextraEnv: []", "env:\n  REGION: eu-1\n\nextraEnv: [{name: MODE, value: fast}]")]
    [InlineData("set-resources: {limits: {memory: 256Mi}}", "resources: {}", "resources: {limits: {memory: 256Mi}}")]
    [InlineData("fix-probe: {probe: liveness, path: /healthz}", "    path: /\n", "    path: /healthz\n")]
    [InlineData("fix-probe: {probe: liveness, period: 30}", "    port: http\n", "    port: http\n  periodSeconds: 30\n")]
    [InlineData("set-node-selector: {disk: ssd}", "nodeSelector: {}", "nodeSelector: {disk: ssd}")]
    [InlineData("add-toleration: {key: dedicated, value: shop, effect: NoSchedule}", "tolerations: []", "tolerations: [{key: dedicated, operator: Equal, value: shop, effect: NoSchedule}]")]
    [InlineData("add-image-pull-secret: {name: registry-login}", "imagePullSecrets: []", "imagePullSecrets: [{name: registry-login}]")]
    [InlineData("set-field: {path: 'spec.template.spec.containers[shop].imagePullPolicy', value: Always}", "pullPolicy: IfNotPresent", "pullPolicy: Always")]
    [InlineData("set-field: {path: 'spec.template.metadata.annotations[shop.example/restart]', value: '1'}", "podAnnotations: {}", "podAnnotations: {shop.example/restart: \"1\"}")]
    public async Task A_field_is_changed_by_its_value(string operation, string before, string after)
    {
        var change = await _chart.SolveAsync(operation);

        Assert.Equal(ChartFixture.Values, change.Path);
        Assert.Equal(change.Before.Replace(before, after, StringComparison.Ordinal), change.After);
    }

    [Theory]
    [InlineData("set-environment: {name: LEVEL, value: debug}", "another value of settings.level would not give it what is wanted")]
    [InlineData("set-field: {path: 'spec.template.spec.containers[shop].ports[http].protocol', value: UDP}", "is written in the template charts/shop/templates/deployment.yaml itself; make the change by hand.")]
    [InlineData("set-field: {path: spec.paused, value: true}", "is not rendered by charts/shop/templates/deployment.yaml, and no value of the chart was found that would set it")]
    [InlineData("set-field: {path: 'spec.selector.matchLabels[app.kubernetes.io/name]', value: other}", "cannot be changed by its value: another value of nameOverride would add or remove objects")]
    public async Task What_no_value_gives_is_refused_with_what_does(string operation, string expected)
    {
        Assert.Contains(expected, await _chart.RefusalAsync(operation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_another_field_takes_too_is_refused_with_that_field()
    {
        _chart.Tree[$"{ChartFixture.Folder}/templates/service.yaml"] = "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec:\n  ports:\n    - port: {{ .Values.service.port }}\n";

        Assert.Equal(
            "The field spec.template.spec.containers[shop].ports[http].containerPort of Deployment checkout-shop cannot be changed by its value: another value of service.port would also change spec.ports[8080].port of Service shop; make the change by hand.",
            await _chart.RefusalAsync("set-field: {path: 'spec.template.spec.containers[shop].ports[http].containerPort', value: 9090}"));
    }

    [Fact]
    public async Task A_field_is_taken_away_with_its_value()
    {
        _chart.UseFile("resources:\n  limits:\n    cpu: 100m  # too little\n    memory: 1Gi\n");

        var change = await _chart.SolveAsync("remove-field: {path: 'spec.template.spec.containers[shop].resources.limits.cpu'}");

        Assert.Equal((ChartFixture.Production, "resources:\n  limits:\n    memory: 1Gi\n"), (change.Path, change.After));
    }

    [Fact]
    public async Task A_multiple_is_worked_out_from_what_the_chart_renders()
    {
        _chart.UseFile("resources:\n  limits: {memory: 64Mi}\n");
        _chart.Live = """{"spec": {"template": {"spec": {"containers": [{"name": "shop", "resources": {"limits": {"memory": "64Mi"}}}]}}}}""";

        Assert.Equal("resources:\n  limits: {memory: 96Mi}\n", (await _chart.SolveAsync("set-resources: {limits: {memory: x1.5}, at-most: 1Gi}")).After);
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_told()
    {
        _chart.UseFile("image: {tag: 1.4.9}\n");

        Assert.Contains("runs registry-a.example/shop/checkout:1.4.2, but charts/shop/templates/deployment.yaml at commit 0123456 says registry-a.example/shop/checkout:1.4.9; sync argocd/shop, or undo the change that was made by hand", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_values_say_already_is_no_change()
    {
        _chart.UseFile("image: {repository: registry-b.example/shop/checkout}\n");
        _chart.Planning.Solve(Mirror);

        Assert.IsType<SolutionPlan.NothingToChange>(await _chart.Planning.PlanAsync(_chart.Target()));
    }

    [Fact]
    public async Task A_label_that_follows_the_value_is_told_and_intended()
    {
        _chart.Tree[$"{ChartFixture.Folder}/templates/_helpers.tpl"] = _chart.Tree[$"{ChartFixture.Folder}/templates/_helpers.tpl"].Replace("{{ .Chart.AppVersion | quote }}", "{{ .Values.image.tag | default .Chart.AppVersion | quote }}", StringComparison.Ordinal);
        _chart.Planning.Solve("set-image: {tag: 1.4.1}");

        var plan = Assert.IsType<SolutionPlan.Change>(await _chart.Planning.PlanAsync(_chart.Target()));

        Assert.Contains(Assert.Single(plan.Files).Edits, line => line.EndsWith("also metadata.labels[app.kubernetes.io/version] of Deployment checkout-shop: 1.4.2 → 1.4.1", StringComparison.Ordinal));
        Assert.Equal("metadata.labels[app.kubernetes.io/version]", Assert.Single(plan.Fields).Edit.Path.ToString());
    }
}
