using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>Charts from a chart repository: their templates are not at hand, so names and values have to tell.</summary>
public sealed class PlanPackagedChartsTests
{
    private const string Config = "https://github.example/shop/config";
    private const string Tag = "set-image: {tag: 7.2.4}";
    private readonly ChartFixture _chart = new() { Name = "redis", Image = "registry-a.example/bitnami/redis:7.2.5" };

    public PlanPackagedChartsTests()
    {
        _chart.Planning.Source = new ApplicationSource { RepoUrl = "https://charts.example", Chart = "redis", TargetRevision = "19.0.1", Helm = new HelmSource { ValueFiles = ["$config/redis.yaml"] } };
        _chart.Sources.Add(new ApplicationSource { RepoUrl = Config, RefName = "config" });
        _chart.Live = """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "redis", "namespace": "shop"}, "spec": {"replicas": 2, "template": {"spec": {"containers": [
              {"name": "shop", "image": "registry-a.example/bitnami/redis:7.2.5", "resources": {"limits": {"memory": "64Mi", "cpu": "1"}}}]}}}}
            """;
    }

    [Theory]
    [InlineData(Tag, "image:\n  repository: bitnami/redis\n  tag: 7.2.5 # by CI\n", "7.2.5", "7.2.4")]
    [InlineData(Tag, "master:\n  image: {registry: registry-a.example, repository: bitnami/redis, tag: 7.2.5}\n", "7.2.5", "7.2.4")]
    [InlineData("override-image-registry: {from: registry-a.example, to: registry-b.example}", "image: {registry: registry-a.example, repository: bitnami/redis}\n", "registry-a", "registry-b")]
    [InlineData("scale: {replicas: 3}", "master: {replicaCount: 2}\n", "2", "3")]
    [InlineData("set-resources: {limits: {memory: 128Mi}}", "master:\n  resources:\n    limits:\n      memory: 64Mi\n", "64Mi", "128Mi")]
    public async Task A_value_with_the_name_and_the_value_is_changed(string operation, string values, string before, string after)
    {
        _chart.Planning.Trees[Config]["redis.yaml"] = values;

        var change = await _chart.SolveAsync(operation);

        Assert.Equal(values.Replace(before, after, StringComparison.Ordinal), change.After);
        Assert.Contains("found by name and value, since the templates of the chart redis are not at hand", Assert.Single(change.Edits), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tag, "image: {repository: bitnami/redis}\n", "is put together by the chart redis from image.repository in a way that AiSre cannot take apart")]
    [InlineData(Tag, "image: {repository: bitnami/redis, tag: 7.2.1}\n", "and no value of argocd/checkout has its name and its value")]
    [InlineData(Tag, "master: {image: {repository: bitnami/redis, tag: 7.2.5}}\nreplica: {image: {repository: bitnami/redis, tag: 7.2.5}}\n", "could be given by master.image or replica.image")]
    [InlineData("scale: {replicas: 3}", "master: {replicaCount: 2}\nreplica: {replicaCount: 2}\n", "could be given by master.replicaCount or replica.replicaCount")]
    public async Task What_names_and_values_do_not_tell_is_refused_with_the_candidates(string operation, string values, string expected)
    {
        _chart.Planning.Trees[Config]["redis.yaml"] = values;

        Assert.Contains(expected, await _chart.RefusalAsync(operation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_values_in_git_it_is_refused()
    {
        _chart.Planning.Source = _chart.Planning.Source with { Helm = null };

        Assert.Equal(
            "The application argocd/checkout renders the chart redis of https://charts.example, whose templates AiSre does not have, and it has no values in Git; make the change by hand.",
            await _chart.RefusalAsync(Tag));
    }

    [Fact]
    public async Task The_change_goes_to_the_repository_of_the_values()
    {
        _chart.Planning.Trees[Config]["redis.yaml"] = "image: {repository: bitnami/redis, tag: 7.2.5}\n";
        _chart.Planning.Solve(Tag);

        Assert.Equal(Config, Assert.IsType<SolutionPlan.Change>(await _chart.Planning.PlanAsync(_chart.Target())).Repository.Url);
    }
}
