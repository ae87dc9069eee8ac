using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Tests.Detection;

namespace AiSre.Tests.Incidents;

public sealed class CorrelationTests
{
    private const string Host = "registry.example:5000";
    private const string TimedOut = "failed to do request: dial tcp 10.0.0.1:5000: i/o timeout";
    private const string NotThere = "manifest unknown";

    [Fact]
    public void A_registry_that_fails_is_one_incident_however_many_workloads_it_hurts()
    {
        var scene = Scene.Of(
            Scene.Waiting("checkout", $"{Host}/shop/checkout:1", "ImagePullBackOff", TimedOut),
            Scene.Waiting("checkout", $"{Host}/shop/checkout:1", "ErrImagePull", TimedOut, pod: "2", withOwners: false),
            Scene.Waiting("search", $"{Host}/shop/search:1", "ImagePullBackOff", TimedOut),
            Scene.Application("shop", "Degraded", "checkout", "search"));

        var group = Assert.Single(scene.Groups);
        Assert.Equal($"registry:{Host}", group.Key);
        Assert.Equal($"Registry {Host} cannot be reached", group.Title);
        Assert.Equal(3, group.Symptoms.Length);
        Assert.Equal(
            ["Application/argocd/shop", "Deployment/shop/checkout", "Deployment/shop/search"],
            group.Consequences.Select(symptom => symptom.Object.Address).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_registries_are_two_incidents() => Assert.Equal(
        ["registry:a.example", "registry:b.example"],
        Keys(Scene.Of(
            Scene.Waiting("checkout", "a.example/checkout:1", "ImagePullBackOff", TimedOut),
            Scene.Waiting("search", "b.example/search:1", "ImagePullBackOff", TimedOut))));

    [Fact]
    public void An_image_that_is_not_there_is_its_workload_s_own_incident() => Assert.Equal(
        ["image:Deployment/shop/checkout", "image:Deployment/shop/search"],
        Keys(Scene.Of(
            Scene.Waiting("checkout", $"{Host}/shop/checkout:1", "ImagePullBackOff", NotThere),
            Scene.Waiting("search", $"{Host}/shop/search:1", "ImagePullBackOff", NotThere))));

    [Fact]
    public void A_pull_that_nobody_explains_joins_its_registry_s_incident_when_there_is_one() => Assert.Equal(
        [$"registry:{Host}"],
        Keys(Scene.Of(
            Scene.Waiting("checkout", $"{Host}/shop/checkout:1", "ImagePullBackOff", TimedOut),
            Scene.Waiting("search", $"{Host}/shop/search:1", "ErrImagePull", ""))));

    [Fact]
    public void A_pull_that_nobody_explains_any_more_stays_where_it_was()
    {
        var scene = Scene.Of(Scene.Waiting("search", $"{Host}/shop/search:1", "ErrImagePull", "", withOwners: false));
        var fingerprint = scene.Symptoms[0].Fingerprint;

        Assert.Equal($"registry:{Host}", Correlate(new() { [fingerprint] = $"registry:{Host}" }));
        Assert.Equal("image:Deployment/shop/search", Correlate(new() { [fingerprint] = "registry:another.example" }));
        Assert.Equal("image:Deployment/shop/search", Correlate([]));

        string Correlate(Dictionary<string, string> assigned) => Assert.Single(Correlation.Correlate(scene.Symptoms, scene.Objects, assigned)).Key;
    }

    [Fact]
    public void Keys_do_not_change_with_messages()
    {
        var before = Scene.Of(Scene.Waiting("checkout", $"{Host}/a:1", "ErrImagePull", "dial tcp 10.0.0.1:5000: i/o timeout"));
        var after = Scene.Of(Scene.Waiting("checkout", $"{Host}/a:1", "ImagePullBackOff", "dial tcp 10.0.0.7:5000: connect: connection refused"));
        Assert.Equal(Keys(before), Keys(after));
    }

    [Fact]
    public void A_consequence_without_a_cause_opens_its_own_incident()
    {
        var group = Assert.Single(Scene.Of(Scene.Owners("checkout"), Scene.Application("shop", "Degraded", "checkout")).Groups);
        Assert.Equal("rollout:Deployment/shop/checkout", group.Key);
        Assert.Equal(2, group.Symptoms.Length);
        Assert.Equal("Application/argocd/shop", Assert.Single(group.Consequences).Object.Address);

        Assert.Equal(["application:Application/argocd/shop"], Keys(Scene.Of(Scene.Application("shop", "Degraded", "checkout"))));
    }

    [Fact]
    public void A_consequence_of_another_workload_does_not_attach() => Assert.Equal(
        ["image:Deployment/shop/checkout", "rollout:Deployment/shop/search"],
        Keys(Scene.Of(Scene.Waiting("checkout", $"{Host}/a:1", "ImagePullBackOff", NotThere), Scene.Owners("search"))));

    [Fact]
    public void An_application_of_another_cluster_is_not_taken_for_the_manager()
    {
        var groups = Scene.Of(
            Scene.Waiting("checkout", $"{Host}/a:1", "ImagePullBackOff", NotThere),
            Scene.Application("shop", "Degraded", "checkout").Replace("https://kubernetes.default.svc", "https://elsewhere.example", StringComparison.Ordinal)).Groups;
        Assert.Equal(2, groups.Count);
    }

    [Fact]
    public void The_application_above_the_application_attaches_too()
    {
        var parent = Scene.Application("root", "Degraded").Replace(
            "resources: []", "resources: [{group: argoproj.io, version: v1alpha1, kind: Application, namespace: argocd, name: shop}]", StringComparison.Ordinal);
        var group = Assert.Single(Scene.Of(
            Scene.Waiting("checkout", $"{Host}/a:1", "ImagePullBackOff", NotThere), Scene.Application("shop", "Degraded", "checkout"), parent).Groups);
        Assert.Contains(group.Consequences, symptom => symptom.Object.Address == "Application/argocd/root");
    }

    [Fact]
    public void What_is_worth_knowing_only_makes_no_incident()
    {
        var scene = Scene.Of(Scene.Owners("checkout"));
        Assert.Empty(Correlation.Correlate([.. scene.Symptoms.Select(symptom => symptom with { Severity = Severity.Info })], scene.Objects));
    }

    private static IEnumerable<string> Keys(Scene scene) => scene.Groups.Select(group => group.Key).Order(StringComparer.Ordinal);
}
