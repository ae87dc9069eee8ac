using System.Text.Json.Nodes;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.RealKubernetes;

/// <summary>The watcher and the analyzers over a real API server, with a reader's rights.</summary>
public sealed class WatchTests(KubernetesServer server) : IClassFixture<KubernetesServer>
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: checkout, namespace: default, labels: {app: checkout}}
        spec:
          containers: [{name: app, image: "registry.example:5000/shop/checkout:1.4"}]
        """;

    private const string Status = """
        {"status": {"phase": "Pending", "containerStatuses": [{"name": "app", "image": "registry.example:5000/shop/checkout:1.4", "imageID": "", "ready": false, "restartCount": 0,
          "state": {"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling image \"registry.example:5000/shop/checkout:1.4\": ErrImagePull: failed to pull and unpack image: dial tcp 10.0.0.9:5000: connect: connection refused"}}}]}}
        """;

    [Fact]
    public async Task A_pod_that_cannot_pull_is_a_symptom_until_it_is_gone()
    {
        await server.RequireAsync();
        await using var cluster = await new WatchedCluster(server.Viewer).StartAsync();
        await Eventually.BeAsync(() => cluster.IsSynced, 30);
        Assert.Empty(OfKind(cluster, "Pod"));

        await server.KubectlAsync("create -f -", Pod);
        await WriteStatusAsync("checkout", Status);
        await Eventually.BeAsync(() => OfKind(cluster, "Pod").Count == 1);
        var symptom = OfKind(cluster, "Pod")[0];
        Assert.Equal((SymptomReason.ImagePullFailed, PullFailure.RegistryUnavailable), (symptom.Reason, symptom.PullFailure));
        Assert.Equal("registry.example:5000", symptom.Parameters[SymptomParameters.Registry]);

        await server.KubectlAsync("delete pod checkout --grace-period=0 --force");
        await Eventually.BeAsync(() => OfKind(cluster, "Pod").Count == 0);
        await Eventually.BeAsync(() => cluster.State?.Phase == ClusterPhase.Synced);
    }

    [Fact]
    public async Task Kinds_that_the_API_lacks_are_off_until_they_appear()
    {
        await server.RequireAsync();
        await using var cluster = await new WatchedCluster(server.Viewer).StartAsync();
        await Eventually.BeAsync(() => cluster.IsSynced && cluster.State is { Phase: ClusterPhase.Synced }, 30);
        Assert.Contains("Application.argoproj.io", cluster.State!.MissingKinds);
        Assert.Single(cluster.Lines, line => line.Contains("has no Application.argoproj.io", StringComparison.Ordinal));

        await server.KubectlAsync($"create --validate=false -f {Path.Combine(server.CustomResources, "argocd", "application-crd.yaml")}");
        await Eventually.BeAsync(() => cluster.State?.MissingKinds.Contains("Application.argoproj.io") == false, 30);
        await server.KubectlAsync("create --validate=false -f -", """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: shop, namespace: default}
            spec:
              project: default
              source: {repoURL: "https://github.example/shop/deploy", path: shop, targetRevision: main}
              destination: {server: "https://kubernetes.default.svc", namespace: shop}
            status:
              health: {status: Degraded, message: broken}
            """);

        await Eventually.BeAsync(() => OfKind(cluster, "Application").Any(symptom => symptom is { Reason: SymptomReason.ApplicationDegraded, Message: "broken" }));
        Assert.Single(cluster.Lines, line => line.Contains("has no Application.argoproj.io", StringComparison.Ordinal));
        await server.KubectlAsync("delete crd applications.argoproj.io");
        await Eventually.BeAsync(() => OfKind(cluster, "Application").Count == 0);
    }

    [Fact]
    public async Task An_account_without_rights_is_told_which_are_missing()
    {
        await server.RequireAsync();
        await using var cluster = await new WatchedCluster(server.Nobody).StartAsync();

        await Eventually.BeAsync(() => cluster.State?.ForbiddenKinds.Length == ObjectKinds.All.Length, 30);
        Assert.Equal(ClusterPhase.Behind, cluster.State!.Phase);
        Assert.Contains("AiSre's account may not list and watch ", cluster.State.Problem, StringComparison.Ordinal);
        Assert.False(cluster.IsSynced, "Nothing is known, so nobody may conclude that all is well.");
    }

    [Fact]
    public async Task Objects_events_and_missing_logs_are_read_as_they_are()
    {
        await server.RequireAsync();
        await server.KubectlAsync("create -f -", Pod.Replace("checkout, namespace", "read, namespace", StringComparison.Ordinal));
        await server.KubectlAsync("create -f -", """
            apiVersion: v1
            kind: Event
            metadata: {name: read.1, namespace: default}
            involvedObject: {apiVersion: v1, kind: Pod, namespace: default, name: read}
            reason: Failed
            type: Warning
            message: 'Failed to pull image "x"'
            """);
        using var connection = new ClusterConnection(new ClusterOptions { Name = "real", Kubeconfig = server.Viewer });
        var pod = new ObjectRef("v1", "Pod", "default", "read");
        var cancellation = TestContext.Current.CancellationToken;

        var json = await connection.ReadObjectAsync(pod, cancellation);
        Assert.Contains("\"image\":\"registry.example:5000/shop/checkout:1.4\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", json, StringComparison.Ordinal);
        Assert.Equal("checkout", (await connection.ReadAsync<Pod>(pod, cancellation))!.Metadata.Labels["app"]);

        var said = Assert.Single(await connection.ReadEventsAsync(pod, cancellation));
        Assert.Equal("Event/default/read.1", said.Ref.Address);
        Assert.Equal("Failed to pull image \"x\"", Assert.IsType<Event>(ObjectReader.Read(said.Json)).Text);

        Assert.Null(await connection.ReadObjectAsync(pod with { Name = "none" }, cancellation));
        Assert.Null(await connection.ReadObjectAsync(new ObjectRef("nowhere.example/v1", "Thing", "default", "none"), cancellation));
        Assert.Null(await connection.ReadLogAsync("default", "read", "app", false, 10, cancellation));
    }

    // A bare API server has oddities of its own, such as a Service that nobody stands behind.
    private static List<Symptom> OfKind(WatchedCluster cluster, string kind) => [.. cluster.Symptoms.Where(symptom => symptom.Object.Kind == kind)];

    private async Task WriteStatusAsync(string name, string status)
    {
        var path = $"/api/v1/namespaces/default/pods/{name}";
        var pod = JsonNode.Parse(await server.KubectlAsync($"get --raw {path}"))!;
        pod["status"] = JsonNode.Parse(status)!["status"]!.DeepClone();
        await server.KubectlAsync($"replace --raw {path}/status -f -", pod.ToJsonString());
    }
}
