using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Incidents.Alerts;

namespace AiSre.Tests.Incidents.Alerts;

public sealed class AlertCorrelationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");
    private readonly ObjectCache _cache = new();

    public AlertCorrelationTests()
    {
        _cache.Put(ObjectReader.Read("""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"namespace": "shop", "name": "checkout"}}""")!);
        _cache.Put(ObjectReader.Read("""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"namespace": "shop", "name": "search"}}""")!);
    }

    [Fact]
    public void An_alert_about_what_is_seen_failing_follows_from_it()
    {
        var group = Assert.Single(Join([Detected()], Alert("KubeDeploymentReplicasMismatch", ("deployment", "checkout"))));

        Assert.Equal(SymptomReason.AlertFiring, Assert.Single(group.Consequences).Reason);
        Assert.Equal("image:Deployment/shop/checkout", group.Key);
    }

    [Fact]
    public void An_alert_about_another_workload_is_an_incident_of_its_own()
    {
        var groups = Join([Detected()], Alert("KubeDeploymentReplicasMismatch", ("deployment", "search")));

        Assert.Equal(["image:Deployment/shop/checkout", "alert:Deployment/shop/search"], groups.Select(group => group.Key));
        Assert.Equal("Alert KubeDeploymentReplicasMismatch fires for Deployment shop/search", groups[1].Title);
    }

    [Fact]
    public void Alerts_about_one_workload_are_one_incident()
    {
        var group = Assert.Single(Join([], Alert("A", ("deployment", "search")), Alert("B", ("pod", "search-6d-x"))));

        Assert.Equal("Alerts A, B fire for Deployment shop/search", group.Title);
        Assert.Equal(2, group.Symptoms.Length);
    }

    [Fact]
    public void An_alert_that_names_nothing_known_is_keyed_by_its_name_and_the_labels_that_stay()
    {
        var before = Alert("QueueFull", ("queue", "orders"), ("pod", "worker-1-abc"), ("instance", "10.0.0.1:9100"), ("severity", "critical"));
        var after = Alert("QueueFull", ("queue", "orders"), ("pod", "worker-1-def"), ("instance", "10.0.0.2:9100"), ("severity", "warning"));
        after.Summary = "9001 messages wait";

        Assert.Equal("alert:QueueFull:namespace=shop,queue=orders", Assert.Single(Join([], before)).Key);
        Assert.Equal(Join([], before)[0].Key, Join([], after)[0].Key);
        Assert.NotEqual(Join([], before)[0].Key, Join([], Alert("QueueFull", ("queue", "mail")))[0].Key);
    }

    [Fact]
    public void An_alert_for_information_opens_nothing()
    {
        var alert = Alert("Watchdog", ("deployment", "search"));
        alert.Severity = Severity.Info;

        Assert.Empty(Join([], alert));
    }

    [Fact]
    public void An_alert_is_the_same_symptom_while_its_object_comes_and_goes()
    {
        var alert = Alert("A", ("deployment", "search"));

        Assert.Equal(AlertSymptoms.Of(alert, new ObjectCache()).Fingerprint, AlertSymptoms.Of(alert, _cache).Fingerprint);
    }

    [Fact]
    public void An_alert_about_what_is_blamed_follows_from_what_suffers_from_it()
    {
        var claim = new ObjectRef("v1", "PersistentVolumeClaim", "shop", "data");
        _cache.Put(ObjectReader.Read("""{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"namespace": "shop", "name": "data"}}""")!);
        var full = Detected() with { Symptoms = [Detected().Symptoms[0] with { Reason = SymptomReason.ContainerCrashing, Fault = new Fault(RootCause.VolumeFull, claim, null) }] };

        Assert.Single(Assert.Single(Join([full], Alert("KubePersistentVolumeFillingUp", ("persistentvolumeclaim", "data")))).Consequences);
    }

    private IReadOnlyList<CorrelatedGroup> Join(IReadOnlyList<CorrelatedGroup> groups, params Alert[] alerts) =>
        AlertCorrelation.Join(groups, [.. alerts.Select(alert => (alert, AlertSymptoms.Of(alert, _cache)))], _cache);

    private static Alert Alert(string name, params (string Label, string Value)[] labels)
    {
        var all = labels.ToImmutableSortedDictionary(label => label.Label, label => label.Value, StringComparer.Ordinal).Add("namespace", "shop");
        return new Alert
        {
            Id = Guid.NewGuid(),
            Cluster = "test",
            Fingerprint = IncomingAlert.FingerprintOf(name, all),
            Source = "alertmanager",
            Name = name,
            Severity = Severity.Warning,
            Summary = "It is so.",
            Labels = all,
            Json = "{}",
            StartsAt = Now,
            HeardAt = Now,
        };
    }

    private static CorrelatedGroup Detected() => new()
    {
        Key = "image:Deployment/shop/checkout",
        Title = "Deployment shop/checkout cannot pull its image",
        Severity = Severity.Error,
        Symptoms =
        [
            new Symptom
            {
                Reason = SymptomReason.ImagePullFailed,
                Severity = Severity.Error,
                Object = new ObjectRef("v1", "Pod", "shop", "checkout-1"),
                Workload = Checkout,
                Message = "ErrImagePull",
            },
        ],
        Consequences = [],
        Workload = Checkout,
    };
}
