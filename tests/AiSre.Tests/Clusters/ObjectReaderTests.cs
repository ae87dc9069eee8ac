using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters;

public sealed class ObjectReaderTests
{
    [Fact]
    public void Missing_fields_are_empty_and_never_null()
    {
        var pod = Assert.IsType<Pod>(ObjectReader.Read("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": null, "status": {"containerStatuses": [null, {"name": "x"}]}}"""));
        Assert.Empty(pod.Spec.Containers);
        Assert.Empty(pod.Metadata.Labels);
        Assert.Null(pod.Metadata.Namespace);
        Assert.Null(Assert.Single(pod.Containers).Status!.State.Waiting);
        Assert.Equal(1, Assert.IsType<Deployment>(ObjectReader.Read("""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}}""")).Spec.Replicas);
    }

    [Fact]
    public void Both_shapes_of_an_event_read_alike()
    {
        var core = (Event)ObjectReader.Read("""
            {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "e"}, "involvedObject": {"kind": "Pod", "name": "p"}, "message": "m",
             "count": 3, "lastTimestamp": "2026-03-01T12:00:00Z"}
            """)!;
        var newer = (Event)ObjectReader.Read("""
            {"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"name": "e"}, "regarding": {"kind": "Pod", "name": "p"}, "note": "m",
             "eventTime": "2026-03-01T11:00:00.000000Z", "series": {"count": 3, "lastObservedTime": "2026-03-01T12:00:00.000000Z"}}
            """)!;
        Assert.Equal((core.Text, core.Occurrences, core.LastSeen, core.About.Name), (newer.Text, newer.Occurrences, newer.LastSeen, newer.About.Name));
        Assert.Equal("v1", core.About.Ref.ApiVersion);
    }

    [Fact]
    public void Repeated_texts_are_one_instance()
    {
        const string Json = """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop", "labels": {"app": "checkout"}}, "spec": {"containers": [{"name": "app", "image": "registry.example/ünïcode:1"}]}}""";
        var (one, two) = ((Pod)ObjectReader.Read(Json)!, (Pod)ObjectReader.Read(Json)!);
        Assert.Same(one.Metadata.Namespace, two.Metadata.Namespace);
        Assert.Same(one.Spec.Containers[0].Image, two.Spec.Containers[0].Image);
        Assert.Equal("registry.example/ünïcode:1", one.Spec.Containers[0].Image);
        Assert.Same(one.Metadata.Labels.First().Key, two.Metadata.Labels.First().Key);
    }

    [Fact]
    public void Annotations_that_no_rule_reads_are_not_kept()
    {
        var pod = ObjectReader.Read("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "deployment.kubernetes.io/revision": "3"}}}""")!;
        Assert.Equal("3", Assert.Single(pod.Metadata.Annotations).Value);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"kind": "Pod", "metadata": {}}""")]
    public void What_is_no_object_is_null(string json) => Assert.Null(ObjectReader.Read(json));

    [Fact]
    public void An_object_of_the_wrong_shape_keeps_its_name() =>
        Assert.IsType<OtherObject>(ObjectReader.Read("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": "what?"}"""));
}
