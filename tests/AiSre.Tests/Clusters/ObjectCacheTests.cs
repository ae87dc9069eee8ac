using AiSre.Clusters.Objects;
using AiSre.Tests.Detection;

namespace AiSre.Tests.Clusters;

public sealed class ObjectCacheTests
{
    [Fact]
    public void What_owns_what_is_known_and_forgotten()
    {
        var cache = Scene.Of(Scene.Waiting("checkout", "a", "ErrImagePull", "")).Objects;
        var set = new ObjectRef("apps/v1", "ReplicaSet", "shop", "checkout-abc");
        var pod = new ObjectRef("v1", "Pod", "shop", "checkout-abc-1");

        Assert.Equal(pod, Assert.Single(cache.OwnedBy(set)).Ref);
        Assert.Equal(["Pod", "ReplicaSet", "Deployment"], cache.LineageOf(cache.Find(pod)!).Select(reference => reference.Kind));
        Assert.NotNull(cache.FindByUid("shop-checkout-1"));

        Assert.NotNull(cache.Remove(pod));
        Assert.Empty(cache.OwnedBy(set));
        Assert.Null(cache.FindByUid("shop-checkout-1"));
        Assert.Null(cache.Remove(pod));
    }

    [Fact]
    public void The_same_version_is_no_change_and_another_replaces()
    {
        var cache = new ObjectCache();
        Assert.True(cache.Put(Pod("a", "1")));
        Assert.False(cache.Put(Pod("a", "1")));
        Assert.True(cache.Put(Pod("a", "2")));
        Assert.Equal("2", Assert.Single(cache.All<Pod>()).Metadata.ResourceVersion);
    }

    [Fact]
    public void A_complete_list_adds_changes_and_removes()
    {
        var cache = new ObjectCache();
        Assert.False(cache.IsListed(ObjectKinds.Pod));
        cache.Replace(ObjectKinds.Pod, null, [Pod("a", "1"), Pod("b", "1"), Pod("c", "1")]);
        var changed = cache.Replace(ObjectKinds.Pod, null, [Pod("a", "1"), Pod("b", "2"), Pod("d", "1")]);

        Assert.Equal("b c d", string.Join(" ", changed.Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal)));
        Assert.Equal("a b d", string.Join(" ", cache.All<Pod>().Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal)));
        Assert.True(cache.IsListed(ObjectKinds.Pod));
    }

    [Fact]
    public void A_list_of_one_namespace_leaves_the_others_alone()
    {
        var cache = new ObjectCache();
        cache.Put(Pod("a", "1"));
        cache.Replace(ObjectKinds.Pod, "elsewhere", []);
        Assert.Single(cache.All<Pod>());
    }

    [Fact]
    public void Events_come_newest_first_and_go_with_their_removal()
    {
        var scene = Scene.Of(
            Scene.Waiting("checkout", "a", "ErrImagePull", ""),
            Scene.Said("checkout", "Failed", "first", at: "2026-03-01T11:00:00Z"),
            Scene.Said("checkout", "Failed", "second", at: "2026-03-01T11:30:00Z"));
        var pod = scene.Objects.Find(new ObjectRef("v1", "Pod", "shop", "checkout-abc-1"))!;

        Assert.Equal(["second", "first"], scene.Objects.EventsOf(pod).Select(said => said.Text));
        scene.Objects.Remove(scene.Objects.EventsOf(pod)[0].Ref);
        Assert.Equal(["first"], scene.Objects.EventsOf(pod).Select(said => said.Text));
    }

    [Theory]
    [InlineData("shop:apps/Deployment:shop/checkout", true)]
    [InlineData("argocd_shop:apps/Deployment:shop/checkout", true)]
    [InlineData("elsewhere_shop:apps/Deployment:shop/checkout", false)]
    [InlineData("shop:apps/Deployment:shop/another", false)] // copied from another object
    [InlineData("other:apps/Deployment:shop/checkout", false)]
    public void The_tracking_annotation_names_the_manager_even_of_another_cluster_s_application(string tracking, bool isManaged)
    {
        var cache = Scene.Of(
            Scene.Owners("checkout").Replace("uid: d-checkout, generation", $"annotations: {{argocd.argoproj.io/tracking-id: \"{tracking}\"}}, generation", StringComparison.Ordinal),
            Scene.Application("shop", "Healthy").Replace("https://kubernetes.default.svc", "https://elsewhere.example", StringComparison.Ordinal)).Objects;
        Assert.Equal(isManaged, cache.ApplicationOf(new ObjectRef("apps/v1", "Deployment", "shop", "checkout")) is not null);
    }

    [Fact]
    public void A_static_pod_is_its_own_workload()
    {
        var cache = Scene.Of("""
            apiVersion: v1
            kind: Pod
            metadata: {name: etcd-node-1, namespace: kube-system, ownerReferences: [{apiVersion: v1, kind: Node, name: node-1, uid: u, controller: true}]}
            """).Objects;
        Assert.Equal("Pod/kube-system/etcd-node-1", cache.WorkloadOf(cache.All<Pod>()[0]).Address);
    }

    private static Pod Pod(string name, string version) => new() { Metadata = new ObjectMeta { Name = name, Namespace = "shop", ResourceVersion = version } };
}
