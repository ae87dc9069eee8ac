using System.Text.Json.Nodes;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground;
using AiSre.Playground.World;
using AiSre.Playground.World.Registries;
using k8s;
using k8s.Models;
using static AiSre.IntegrationTests.Playground.KubernetesApiTests;

namespace AiSre.IntegrationTests.Playground;

/// <summary>Workloads follow from their manifests and from the state of the world, with the statuses and events of a real cluster.</summary>
public sealed class WorldTests(WorldTests.QuickWorld fixture) : IClassFixture<WorldTests.QuickWorld>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deployment_becomes_a_replica_set_and_ready_pods()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);

        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", "registry-up.example/shop/web:1", replicas: 3), ns, cancellationToken: Cancellation);
        var deployment = await AvailableAsync(client, ns, 3);
        var set = Assert.Single((await client.AppsV1.ListNamespacedReplicaSetAsync(ns, cancellationToken: Cancellation)).Items);
        var pods = (await client.CoreV1.ListNamespacedPodAsync(ns, fieldSelector: "status.phase=Running", cancellationToken: Cancellation)).Items;
        var hash = set.Metadata.Labels["pod-template-hash"];

        Assert.Equal($"web-{hash}", set.Name());
        Assert.Equal("1", set.Metadata.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal("1", deployment.Metadata.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal(3, pods.Count);
        Assert.All(pods, pod =>
        {
            Assert.Matches($"^web-{hash}-[a-z0-9]{{5}}$", pod.Name());
            Assert.Equal(("ReplicaSet", set.Uid()), (pod.OwnerReferences()[0].Kind, pod.OwnerReferences()[0].Uid));
            Assert.Equal(hash, pod.Labels()["pod-template-hash"]);
            Assert.Contains(pod.Status.Conditions, condition => condition is { Type: "Ready", Status: "True" });
            Assert.NotNull(pod.Status.ContainerStatuses[0].State.Running.StartedAt);
        });
        Assert.All(pods, pod => Assert.NotEmpty(pod.Spec.NodeName));
        Assert.Equal(["Available", "Progressing"], deployment.Status.Conditions.Select(condition => condition.Type));
        Assert.Equal("NewReplicaSetAvailable", deployment.Status.Conditions[1].Reason);
        Assert.Equal($"ReplicaSet \"web-{hash}\" has successfully progressed.", deployment.Status.Conditions[1].Message);
        Assert.Equal(deployment.Metadata.Generation, deployment.Status.ObservedGeneration);
    }

    [Fact]
    public async Task Every_step_of_a_pod_is_told_by_an_event()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);

        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", "registry-up.example/shop/events:1"), ns, cancellationToken: Cancellation);
        await AvailableAsync(client, ns, 1);
        var pod = Assert.Single((await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: Cancellation)).Items);
        var events = (await client.CoreV1.ListNamespacedEventAsync(ns, cancellationToken: Cancellation)).Items;

        string MessageOf(string reason) => Assert.Single(events, e => e.Reason == reason).Message;
        Assert.Equal($"Scaled up replica set {pod.OwnerReferences()[0].Name} from 0 to 1", MessageOf("ScalingReplicaSet"));
        Assert.Equal($"Created pod: {pod.Name()}", MessageOf("SuccessfulCreate"));
        Assert.Equal($"Successfully assigned {ns}/{pod.Name()} to {pod.Spec.NodeName}", MessageOf("Scheduled"));
        Assert.Equal("Pulling image \"registry-up.example/shop/events:1\"", MessageOf("Pulling"));
        Assert.Matches("^Successfully pulled image \"registry-up.example/shop/events:1\" in [0-9]+ms \\([0-9]+ms including waiting\\)\\. Image size: 42318226 bytes\\.$", MessageOf("Pulled"));
        Assert.Equal("Created container: web", MessageOf("Created"));
        Assert.Equal("Started container web", MessageOf("Started"));
        var started = events.Single(e => e.Reason == "Started");
        Assert.Equal(("kubelet", pod.Spec.NodeName, "spec.containers{web}"), (started.Source.Component, started.Source.Host, started.InvolvedObject.FieldPath));
    }

    [Theory]
    [InlineData(RegistryCondition.TimesOut, "dial tcp 203.0.113.IP:443: i/o timeout")]
    [InlineData(RegistryCondition.RefusesConnections, "dial tcp 203.0.113.IP:443: connect: connection refused")]
    [InlineData(RegistryCondition.DoesNotResolve, "dial tcp: lookup HOST on 10.0.0.2:53: no such host")]
    [InlineData(RegistryCondition.AnswersServerError, "unexpected status from HEAD request to https://HOST/v2/shop/web/manifests/1: 503 Service Unavailable")]
    [InlineData(RegistryCondition.LimitsRate, "429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.")]
    public async Task A_pull_that_fails_alternates_between_error_and_back_off_in_the_words_of_containerd(RegistryCondition condition, string words)
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var registry = fixture.Playground.Registries.Add($"registry-{condition.ToString().ToLowerInvariant()}.example");
        registry.Condition = condition;
        var image = $"{registry.Host}/shop/web:1";

        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", image), ns, cancellationToken: Cancellation);
        var failed = await WaitingAsync(client, ns, "ErrImagePull");
        var backedOff = await WaitingAsync(client, ns, "ImagePullBackOff");
        await WaitingAsync(client, ns, "ErrImagePull");

        var expected = words.Replace("HOST", registry.Host, StringComparison.Ordinal).Replace("203.0.113.IP", registry.Address, StringComparison.Ordinal);
        Assert.StartsWith($"failed to pull and unpack image \"{image}\": ", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith(expected, failed.Message, StringComparison.Ordinal);
        Assert.Equal($"Back-off pulling image \"{image}\": ErrImagePull: {failed.Message}", backedOff.Message);
        var events = (await client.CoreV1.ListNamespacedEventAsync(ns, cancellationToken: Cancellation)).Items;
        Assert.Contains(events, e => e.Type == "Warning" && e.Message == $"Failed to pull image \"{image}\": {failed.Message}" && e.Count >= 2);
        Assert.Contains(events, e => e is { Type: "Warning", Reason: "Failed", Message: "Error: ErrImagePull" });
        Assert.Contains(events, e => e is { Type: "Warning", Reason: "Failed", Message: "Error: ImagePullBackOff" });
        Assert.Contains(events, e => e is { Type: "Normal", Reason: "BackOff" } && e.Message == $"Back-off pulling image \"{image}\"");
    }

    [Fact]
    public async Task A_private_registry_gives_images_only_to_pods_with_its_login()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        fixture.Playground.Registries.Add("private.example").NeedsCredentials = true;
        await client.CoreV1.CreateNamespacedSecretAsync(new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "login" },
            Type = "kubernetes.io/dockerconfigjson",
            StringData = new Dictionary<string, string> { [".dockerconfigjson"] = """{"auths":{"private.example":{"auth":"dTpw"}}}""" },
        }, ns, cancellationToken: Cancellation);

        var deployment = await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", "private.example/shop/web:1"), ns, cancellationToken: Cancellation);
        var refused = await WaitingAsync(client, ns, "ErrImagePull");
        await client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"login"}]}}}}""", V1Patch.PatchType.StrategicMergePatch), "web", ns, cancellationToken: Cancellation);
        await AvailableAsync(client, ns, 1);

        Assert.EndsWith("pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_tag_is_not_found()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        fixture.Playground.Registries.Add("registry-up.example").Remove("shop/web:9");

        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", "registry-up.example/shop/web:9"), ns, cancellationToken: Cancellation);
        var waiting = await WaitingAsync(client, ns, "ErrImagePull");

        Assert.Equal(
            "rpc error: code = NotFound desc = failed to pull and unpack image \"registry-up.example/shop/web:9\": failed to resolve reference \"registry-up.example/shop/web:9\": registry-up.example/shop/web:9: not found",
            waiting.Message);
    }

    [Fact]
    public async Task A_rollout_that_cannot_pull_leaves_the_old_pods_serving_until_the_right_image_comes()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        fixture.Playground.Registries.Add("registry-a.example");
        fixture.Playground.Registries.Add("registry-b.example");
        var healthy = DeploymentOf("web", "registry-a.example/shop/web:1", replicas: 3);
        healthy.Spec.ProgressDeadlineSeconds = 1;
        await client.AppsV1.CreateNamespacedDeploymentAsync(healthy, ns, cancellationToken: Cancellation);
        await AvailableAsync(client, ns, 3);

        fixture.Playground.Registries.Add("registry-a.example").Condition = RegistryCondition.TimesOut;
        await SetImageAsync(client, ns, "registry-a.example/shop/web:2");
        await WaitingAsync(client, ns, "ImagePullBackOff");
        var stalled = await Eventually.SeeAsync("the progress deadline exceeded", async () =>
            (await client.AppsV1.ReadNamespacedDeploymentAsync("web", ns, cancellationToken: Cancellation)) is var seen
            && seen.Status.Conditions.Any(condition => condition is { Type: "Progressing", Status: "False" }) ? seen : null);
        var during = (await client.AppsV1.ListNamespacedReplicaSetAsync(ns, cancellationToken: Cancellation)).Items.OrderBy(Revision).ToList();

        await SetImageAsync(client, ns, "registry-b.example/shop/web:2");
        await AvailableAsync(client, ns, 3, generation: 3);
        var after = (await client.AppsV1.ListNamespacedReplicaSetAsync(ns, cancellationToken: Cancellation)).Items.OrderBy(Revision).ToList();

        Assert.Equal(("ProgressDeadlineExceeded", $"ReplicaSet \"{during[1].Name()}\" has timed out progressing."),
            stalled.Status.Conditions.Where(condition => condition.Type == "Progressing").Select(condition => (condition.Reason, condition.Message)).Single());
        Assert.Equal((3, 1, 4, 1), (stalled.Status.AvailableReplicas, stalled.Status.UnavailableReplicas, stalled.Status.Replicas, stalled.Status.UpdatedReplicas));
        Assert.Equal([3, 1], during.Select(set => set.Spec.Replicas!.Value));
        Assert.Equal([0, 0, 3], after.Select(set => set.Spec.Replicas!.Value));
        Assert.Equal([1, 2, 3], after.Select(Revision));
    }

    [Fact]
    public async Task A_container_under_its_working_set_is_killed_and_restarted_again_and_again()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        fixture.Playground.Images.Describe("shop/hungry", new() { WorkingSet = 200m * 1024 * 1024, StartLog = ["Loading the catalogue into memory."] });
        var deployment = DeploymentOf("web", "registry-up.example/shop/hungry:1");
        deployment.Spec.Template.Spec.Containers[0].Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("128Mi") } };

        await client.AppsV1.CreateNamespacedDeploymentAsync(deployment, ns, cancellationToken: Cancellation);
        var waiting = await WaitingAsync(client, ns, "CrashLoopBackOff");
        var pod = Assert.Single((await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: Cancellation)).Items);
        using var previous = new StreamReader(await client.CoreV1.ReadNamespacedPodLogAsync(pod.Name(), ns, previous: true, cancellationToken: Cancellation));

        var status = pod.Status.ContainerStatuses[0];
        Assert.Equal(("OOMKilled", 137), (status.LastState.Terminated.Reason, status.LastState.Terminated.ExitCode));
        Assert.True(status.RestartCount >= 1);
        Assert.Equal("Running", pod.Status.Phase);
        Assert.Equal($"back-off 1s restarting failed container=web pod={pod.Name()}_{ns}({pod.Uid()})", waiting.Message);
        Assert.Equal("Loading the catalogue into memory.\n", await previous.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task A_missing_key_of_a_config_map_is_a_config_error_until_it_is_there()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("settings"), ns, cancellationToken: Cancellation);
        var deployment = DeploymentOf("web", "registry-up.example/shop/web:1");
        deployment.Spec.Template.Spec.Containers[0].Env =
            [new V1EnvVar { Name = "CURRENCY", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "settings", Key = "currency" } } }];

        await client.AppsV1.CreateNamespacedDeploymentAsync(deployment, ns, cancellationToken: Cancellation);
        var waiting = await WaitingAsync(client, ns, "CreateContainerConfigError");
        await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"currency":"EUR"}}""", V1Patch.PatchType.MergePatch), "settings", ns, cancellationToken: Cancellation);
        await AvailableAsync(client, ns, 1);

        Assert.Equal($"couldn't find key currency in ConfigMap {ns}/settings", waiting.Message);
    }

    [Fact]
    public async Task Scaling_down_and_deleting_take_pods_away()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", "registry-up.example/shop/web:1", replicas: 3), ns, cancellationToken: Cancellation);
        await AvailableAsync(client, ns, 3);

        await client.AppsV1.PatchNamespacedDeploymentAsync(new V1Patch("""{"spec":{"replicas":1}}""", V1Patch.PatchType.MergePatch), "web", ns, cancellationToken: Cancellation);
        await Eventually.BeAsync(async () => (await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: Cancellation)).Items.Count == 1);
        await client.AppsV1.DeleteNamespacedDeploymentAsync("web", ns, cancellationToken: Cancellation);
        await Eventually.BeAsync(async () => (await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: Cancellation)).Items.Count == 0);

        Assert.Empty((await client.AppsV1.ListNamespacedReplicaSetAsync(ns, cancellationToken: Cancellation)).Items);
    }

    [Fact]
    public async Task Logs_are_cut_and_stamped_as_asked_and_refused_while_there_are_none()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        fixture.Playground.Images.Describe("shop/talker", new() { StartLog = ["one", "two", "three"] });
        fixture.Playground.Registries.Add("registry-down.example").Condition = RegistryCondition.RefusesConnections;
        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web", "registry-up.example/shop/talker:1"), ns, cancellationToken: Cancellation);
        await AvailableAsync(client, ns, 1);
        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("stuck", "registry-down.example/shop/web:1"), ns, cancellationToken: Cancellation);
        await WaitingAsync(client, ns, "ImagePullBackOff");
        var pods = (await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: Cancellation)).Items;
        var (web, stuck) = (pods.Single(pod => pod.Labels()["app"] == "web").Name(), pods.Single(pod => pod.Labels()["app"] == "stuck").Name());

        async Task<string> ReadAsync(int? tail = null, int? limit = null, bool? stamps = null)
        {
            using var reader = new StreamReader(await client.CoreV1.ReadNamespacedPodLogAsync(web, ns, container: "web", tailLines: tail, limitBytes: limit, timestamps: stamps, cancellationToken: Cancellation));
            return await reader.ReadToEndAsync(Cancellation);
        }

        Assert.Equal("one\ntwo\nthree\n", await ReadAsync());
        Assert.Equal("three\n", await ReadAsync(tail: 1));
        Assert.Equal("one\nt", await ReadAsync(limit: 5));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z three\n$", await ReadAsync(tail: 1, stamps: true));
        Assert.Equal($"previous terminated container \"web\" in pod \"{web}\" not found",
            (await RefusalAsync(() => client.CoreV1.ReadNamespacedPodLogAsync(web, ns, previous: true, cancellationToken: Cancellation))).Message);
        Assert.Contains($"container \"stuck\" in pod \"{stuck}\" is waiting to start: ",
            (await RefusalAsync(() => client.CoreV1.ReadNamespacedPodLogAsync(stuck, ns, cancellationToken: Cancellation))).Message, StringComparison.Ordinal);
    }

    private static int Revision(V1ReplicaSet set) =>
        int.Parse(set.Metadata.Annotations["deployment.kubernetes.io/revision"], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<V1Deployment> SetImageAsync(Kubernetes client, string ns, string image) => client.AppsV1.PatchNamespacedDeploymentAsync(
        new V1Patch(new JsonObject
        {
            ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }) } } },
        }.ToJsonString(), V1Patch.PatchType.StrategicMergePatch), "web", ns, cancellationToken: Cancellation);

    private static Task<V1Deployment> AvailableAsync(Kubernetes client, string ns, int replicas, long generation = 1) => Eventually.SeeAsync($"{replicas} available replicas", async () =>
    {
        var deployment = await client.AppsV1.ReadNamespacedDeploymentAsync("web", ns, cancellationToken: Cancellation);
        return deployment.Status is { } status && status.AvailableReplicas == replicas && status.UpdatedReplicas == replicas && status.Replicas == replicas && status.ObservedGeneration >= generation
            ? deployment
            : null;
    });

    private static Task<V1ContainerStateWaiting> WaitingAsync(Kubernetes client, string ns, string reason) => Eventually.SeeAsync($"a container waiting for {reason}", async () =>
        (await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: Cancellation)).Items
        .SelectMany(pod => pod.Status?.ContainerStatuses ?? [])
        .Select(status => status.State?.Waiting)
        .FirstOrDefault(waiting => waiting?.Reason == reason));

    public sealed class QuickWorld : PlaygroundFixture
    {
        /// <summary>A world in a hurry.</summary>
        public static WorldOptions Timings { get; } = new()
        {
            PullTime = TimeSpan.FromMilliseconds(60),
            ReadyTime = TimeSpan.FromMilliseconds(60),
            CrashTime = TimeSpan.FromMilliseconds(60),
            TerminationTime = TimeSpan.FromMilliseconds(30),
            SyncInterval = TimeSpan.FromMilliseconds(200),
            BackOff = TimeSpan.FromMilliseconds(600),
        };

        protected override PlaygroundOptions Options(string folder) => new() { DataFolder = folder, World = Timings, GitOps = new() { IsRunning = false } };

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Playground.Registries.Add("registry-up.example");
        }
    }
}
