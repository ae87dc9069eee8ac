using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace AiSre.IntegrationTests.Playground;

/// <summary>The official client works with the playground's Kubernetes API as with any other.</summary>
public sealed class KubernetesApiTests(PlaygroundFixture fixture) : IClassFixture<PlaygroundFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Discovery_names_versions_groups_and_resources()
    {
        using var client = fixture.Reader();

        var version = await client.Version.GetCodeAsync(Cancellation);
        var groups = await client.Apis.GetAPIVersionsAsync(Cancellation);
        var core = await client.CoreV1.GetAPIResourcesAsync(Cancellation);
        var apps = await client.AppsV1.GetAPIResourcesAsync(Cancellation);

        Assert.Equal(("1", "33"), (version.Major, version.Minor));
        Assert.Contains(groups.Groups, group => group.Name == "argoproj.io" && group.PreferredVersion.GroupVersion == "argoproj.io/v1alpha1");
        Assert.Contains(core.Resources, resource => resource is { Name: "pods/log", Namespaced: true });
        Assert.Contains(core.Resources, resource => resource is { Name: "nodes", Namespaced: false } && resource.Verbs.Contains("watch"));
        Assert.Contains(apps.Resources, resource => resource.Name == "deployments/status");
    }

    [Fact]
    public async Task A_created_object_gets_what_the_server_keeps()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);

        var created = await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web"), ns, cancellationToken: Cancellation);

        Assert.True(Guid.TryParse(created.Metadata.Uid, out _));
        Assert.Equal(1, created.Metadata.Generation);
        Assert.NotNull(created.Metadata.CreationTimestamp);
        Assert.Equal("25%", created.Spec.Strategy.RollingUpdate.MaxSurge.Value);
        Assert.Equal("IfNotPresent", created.Spec.Template.Spec.Containers[0].ImagePullPolicy);
    }

    [Fact]
    public async Task Generation_counts_changes_of_the_spec_and_of_nothing_else()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var deployment = await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web"), ns, cancellationToken: Cancellation);

        deployment.Metadata.Labels = new Dictionary<string, string> { ["team"] = "shop" };
        var labelled = await client.AppsV1.ReplaceNamespacedDeploymentAsync(deployment, "web", ns, cancellationToken: Cancellation);
        labelled.Status = new V1DeploymentStatus { ReadyReplicas = 7 };
        labelled.Spec.Replicas = 5;
        var reported = await client.AppsV1.ReplaceNamespacedDeploymentStatusAsync(labelled, "web", ns, cancellationToken: Cancellation);
        reported.Spec.Replicas = 2;
        reported.Status.ReadyReplicas = 99;
        var scaled = await client.AppsV1.ReplaceNamespacedDeploymentAsync(reported, "web", ns, cancellationToken: Cancellation);

        Assert.Equal([1L, 1L, 2L], [labelled.Metadata.Generation!.Value, reported.Metadata.Generation!.Value, scaled.Metadata.Generation!.Value]);
        Assert.Equal((2, 7), (scaled.Spec.Replicas, scaled.Status.ReadyReplicas));
    }

    [Fact]
    public async Task A_write_from_an_old_version_conflicts()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var first = await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("settings"), ns, cancellationToken: Cancellation);
        first.Data = new Dictionary<string, string> { ["a"] = "1" };
        await client.CoreV1.ReplaceNamespacedConfigMapAsync(first, "settings", ns, cancellationToken: Cancellation);
        first.Data["a"] = "2";

        var status = await RefusalAsync(() => client.CoreV1.ReplaceNamespacedConfigMapAsync(first, "settings", ns, cancellationToken: Cancellation));

        Assert.Equal((409, "Conflict"), (status.Code, status.Reason));
        Assert.Equal("Operation cannot be fulfilled on configmaps \"settings\": the object has been modified; please apply your changes to the latest version and try again", status.Message);
    }

    [Fact]
    public async Task Errors_are_status_objects_in_the_servers_words()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);

        var missing = await RefusalAsync(() => client.CoreV1.ReadNamespacedPodAsync("nobody", ns, cancellationToken: Cancellation));
        var nowhere = await RefusalAsync(() => client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), "nowhere", cancellationToken: Cancellation));
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation);
        var twice = await RefusalAsync(() => client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation));
        var unknown = await RefusalAsync(() => client.CustomObjects.ListNamespacedCustomObjectAsync("kargo.akuity.io", "v1alpha1", ns, "stages", cancellationToken: Cancellation));

        Assert.Equal((404, "NotFound", "pods \"nobody\" not found"), (missing.Code, missing.Reason, missing.Message));
        Assert.Equal("namespaces \"nowhere\" not found", nowhere.Message);
        Assert.Equal((409, "AlreadyExists"), (twice.Code, twice.Reason));
        Assert.Equal((404, "the server could not find the requested resource"), (unknown.Code, unknown.Message));
    }

    [Fact]
    public async Task An_invalid_object_names_every_field_at_fault()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var deployment = DeploymentOf("web");
        deployment.Spec.Template.Metadata.Labels["app"] = "other";
        deployment.Spec.Template.Spec.Containers[0].Image = null;

        var status = await RefusalAsync(() => client.AppsV1.CreateNamespacedDeploymentAsync(deployment, ns, cancellationToken: Cancellation));

        Assert.Equal((422, "Invalid"), (status.Code, status.Reason));
        Assert.Equal(["spec.template.metadata.labels", "spec.template.spec.containers[0].image"], status.Details.Causes.Select(cause => cause.Field));
        Assert.StartsWith("Deployment.apps \"web\" is invalid: [spec.template.metadata.labels: Invalid value: {\"app\":\"other\"}: `selector` does not match template `labels`", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_paged_at_one_version_while_writes_go_on()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        for (var i = 0; i < 25; i++)
        {
            await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf($"c{i:00}"), ns, cancellationToken: Cancellation);
        }

        var first = await client.CoreV1.ListNamespacedConfigMapAsync(ns, limit: 10, cancellationToken: Cancellation);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("c05-late"), ns, cancellationToken: Cancellation);
        await client.CoreV1.DeleteNamespacedConfigMapAsync("c24", ns, cancellationToken: Cancellation);
        var second = await client.CoreV1.ListNamespacedConfigMapAsync(ns, limit: 10, continueParameter: first.Continue(), cancellationToken: Cancellation);
        var third = await client.CoreV1.ListNamespacedConfigMapAsync(ns, limit: 10, continueParameter: second.Continue(), cancellationToken: Cancellation);

        Assert.Equal(15, first.Metadata.RemainingItemCount);
        Assert.Null(third.Continue());
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"c{i:00}"), first.Items.Concat(second.Items).Concat(third.Items).Select(item => item.Name()));
        Assert.Equal(first.ResourceVersion(), third.ResourceVersion());
    }

    [Fact]
    public async Task Label_selectors_select_by_equality_and_by_set()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        foreach (var (name, tier) in new[] { ("a", "front"), ("b", "back"), ("c", "data"), ("d", null) })
        {
            var map = ConfigMapOf(name);
            map.Metadata.Labels = tier is null ? null : new Dictionary<string, string> { ["tier"] = tier };
            await client.CoreV1.CreateNamespacedConfigMapAsync(map, ns, cancellationToken: Cancellation);
        }

        async Task<string> SelectAsync(string selector) => string.Concat(
            (await client.CoreV1.ListNamespacedConfigMapAsync(ns, labelSelector: selector, cancellationToken: Cancellation)).Items.Select(item => item.Name()));

        Assert.Equal("a", await SelectAsync("tier=front"));
        Assert.Equal("bcd", await SelectAsync("tier!=front"));
        Assert.Equal("ac", await SelectAsync("tier in (front, data)"));
        Assert.Equal("ad", await SelectAsync("tier notin (back,data)"));
        Assert.Equal("abc", await SelectAsync("tier"));
        Assert.Equal("d", await SelectAsync("!tier"));
        Assert.Equal("b", await SelectAsync("tier,tier notin (front),tier!=data"));
    }

    [Fact]
    public async Task Field_selectors_select_pods_and_events()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        foreach (var name in (string[])["one", "two"])
        {
            await client.CoreV1.CreateNamespacedEventAsync(new Corev1Event
            {
                Metadata = new V1ObjectMeta { Name = $"{name}.1" },
                InvolvedObject = new V1ObjectReference { Kind = "Pod", Name = name, NamespaceProperty = ns, Uid = $"uid-{name}" },
                Reason = "Failed",
                Type = "Warning",
            }, ns, cancellationToken: Cancellation);
        }

        var ofOne = await client.CoreV1.ListNamespacedEventAsync(ns, fieldSelector: "involvedObject.name=one,involvedObject.kind=Pod,type!=Normal", cancellationToken: Cancellation);
        var byName = await client.CoreV1.ListEventForAllNamespacesAsync(fieldSelector: $"metadata.name=two.1,metadata.namespace={ns}", cancellationToken: Cancellation);
        var unsupported = await RefusalAsync(() => client.CoreV1.ListNamespacedPodAsync(ns, fieldSelector: "spec.color=red", cancellationToken: Cancellation));

        Assert.Equal("one.1", Assert.Single(ofOne.Items).Name());
        Assert.Equal("two.1", Assert.Single(byName.Items).Name());
        Assert.Equal(400, unsupported.Code);
        Assert.EndsWith("field label not supported: spec.color", unsupported.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_objects_are_read_and_patched()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var application = new JsonObject
        {
            ["apiVersion"] = "argoproj.io/v1alpha1",
            ["kind"] = "Application",
            ["metadata"] = new JsonObject { ["name"] = "shop" },
            ["spec"] = new JsonObject { ["project"] = "default", ["source"] = new JsonObject { ["path"] = "apps/shop" } },
        };
        await client.CustomObjects.CreateNamespacedCustomObjectAsync(application, "argoproj.io", "v1alpha1", ns, "applications", cancellationToken: Cancellation);
        await client.CustomObjects.PatchNamespacedCustomObjectAsync(
            new V1Patch("""{"spec":{"source":{"path":"apps/other"}}}""", V1Patch.PatchType.MergePatch), "argoproj.io", "v1alpha1", ns, "applications", "shop", cancellationToken: Cancellation);

        var read = (JsonElement)await client.CustomObjects.GetNamespacedCustomObjectAsync("argoproj.io", "v1alpha1", ns, "applications", "shop", Cancellation);
        var list = (JsonElement)await client.CustomObjects.ListNamespacedCustomObjectAsync("argoproj.io", "v1alpha1", ns, "applications", cancellationToken: Cancellation);

        Assert.Equal("apps/other", read.GetProperty("spec").GetProperty("source").GetProperty("path").GetString());
        Assert.Equal(2, read.GetProperty("metadata").GetProperty("generation").GetInt32());
        Assert.Equal("Application", list.GetProperty("items")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_strategic_merge_patch_merges_containers_by_name()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web"), ns, cancellationToken: Cancellation);

        var patched = await client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"registry-b.example/web:2"},{"name":"sidecar","image":"registry-b.example/side:1"}]}}}}""", V1Patch.PatchType.StrategicMergePatch),
            "web", ns, cancellationToken: Cancellation);

        Assert.Equal(["registry-b.example/web:2", "registry-b.example/side:1"], patched.Spec.Template.Spec.Containers.Select(container => container.Image));
        Assert.Equal(8080, patched.Spec.Template.Spec.Containers[0].Ports[0].ContainerPort);
    }

    [Fact]
    public async Task Deleting_an_owner_deletes_what_it_owns()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var owner = await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("owner"), ns, cancellationToken: Cancellation);
        var owned = ConfigMapOf("owned");
        owned.Metadata.OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "owner", Uid = owner.Uid() }];
        await client.CoreV1.CreateNamespacedConfigMapAsync(owned, ns, cancellationToken: Cancellation);

        await client.CoreV1.DeleteNamespacedConfigMapAsync("owner", ns, cancellationToken: Cancellation);

        Assert.Empty((await client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancellation)).Items);
    }

    [Fact]
    public async Task A_hundred_writers_and_watchers_lose_nothing()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var store = fixture.Playground.Cluster;
        var watches = Enumerable.Range(0, 100).Select(_ => store.Follow(KnownKinds.ConfigMap, store.CurrentVersion).Watch).ToList();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(writer => Task.Run(
            () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    store.Create(KnownKinds.ConfigMap, new() { ["metadata"] = new JsonObject { ["name"] = $"w{writer}-{i}", ["namespace"] = ns } });
                }
            }, Cancellation)));

        Assert.All(watches, watch =>
        {
            var versions = new List<long>();
            while (watch.Changes.TryRead(out var change))
            {
                if (change.Object.Namespace == ns)
                {
                    versions.Add(change.Object.ResourceVersion);
                }
            }

            Assert.Equal(2000, versions.Count);
            Assert.Equal(versions.Order(), versions);
            watch.Dispose();
        });
    }

    internal static async Task<V1Status> RefusalAsync(Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<HttpOperationException>(act);
        var status = KubernetesJson.Deserialize<V1Status>(error.Response.Content);
        Assert.Equal((HttpStatusCode)status.Code!, error.Response.StatusCode);
        return status;
    }

    internal static async Task<string> NewNamespaceAsync(Kubernetes client)
    {
        var name = $"test-{Guid.NewGuid():n}";
        await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken: Cancellation);
        return name;
    }

    internal static V1ConfigMap ConfigMapOf(string name) => new() { Metadata = new V1ObjectMeta { Name = name } };

    internal static V1Deployment DeploymentOf(string name, string image = "registry-a.example/web:1", int replicas = 1) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1DeploymentSpec
        {
            Replicas = replicas,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = name } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = name } },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = name, Image = image, Ports = [new V1ContainerPort { ContainerPort = 8080 }] }] },
            },
        },
    };
}
