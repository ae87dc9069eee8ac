using System.Text.Json;
using AiSre.Clusters;
using AiSre.Clusters.Managed;
using AiSre.Clusters.Objects;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.RealKubernetes;

/// <summary>
/// The rights that ship in <c>deploy/</c>, given to an account of a real API server, which writes down every request that the account makes: they suffice,
/// and nothing outside of them is ever asked for.
/// </summary>
public sealed class RightsTests(KubernetesServer server) : IClassFixture<KubernetesServer>
{
    private const string Account = "system:serviceaccount:aisre:aisre";

    private static readonly string[] Reading = ["get", "list", "watch"];

    [Fact]
    public async Task The_role_suffices_and_nothing_outside_of_it_is_ever_asked_for()
    {
        await server.RequireAsync();
        await server.KubectlAsync($"apply --validate=false -k {Path.Combine(KubernetesServer.Repository(), "deploy")}");
        await server.KubectlAsync($"create --validate=false -f {Path.Combine(server.CustomResources, "argocd")} -f {Path.Combine(server.CustomResources, "kargo")}");
        await server.KubectlAsync("create -f -", """
            apiVersion: v1
            kind: Secret
            metadata: {name: closed, namespace: default}
            """);
        await server.KubectlAsync("create -f -", """
            apiVersion: v1
            kind: Pod
            metadata: {name: job, namespace: default, ownerReferences: [{apiVersion: example.com/v1, kind: Widget, name: w, uid: u, controller: true}]}
            spec: {containers: [{name: app, image: "registry.example/app:1"}]}
            """);
        var kubeconfig = await AccountAsync();
        var cancellation = TestContext.Current.CancellationToken;

        await using (var cluster = await new WatchedCluster(kubeconfig).StartAsync())
        {
            await Eventually.BeAsync(() => cluster.IsSynced && cluster.State is { Phase: ClusterPhase.Synced }, 30);
            Assert.Empty(cluster.State!.ForbiddenKinds);
            Assert.Equal(1, cluster.Count(ObjectKinds.Pod));

            // All that the stages ask of a cluster, of kinds that the role has and of others.
            foreach (var reference in new[]
            {
                new ObjectRef("v1", "Pod", "default", "job"), new ObjectRef("example.com/v1", "Widget", "default", "w"), new ObjectRef("v1", "Secret", "default", "closed"),
            })
            {
                Assert.Equal(reference.Kind == "Pod", await cluster.Connection.ReadObjectAsync(reference, cancellation) is not null);
                Assert.Empty(await cluster.Connection.ReadEventsAsync(reference, cancellation));
            }

            Assert.Null(await cluster.Connection.ReadLogAsync("default", "job", "app", previous: false, 10, cancellation));
            var live = await new LiveObjects(cluster.Connection, TimeProvider.System).ReadAsync(cancellation);
            Assert.DoesNotContain(live.Problems, problem => problem.Contains("403", StringComparison.Ordinal));
        }

        var asked = Asked();
        Assert.NotEmpty(asked);
        Assert.All(asked, request => Assert.Contains(request.Verb, Reading));
        Assert.All(asked, request => Assert.Equal("allow", request.Decision));
        var allowed = ObjectKinds.All.Select(kind => kind.Group.Length == 0 ? kind.Plural : $"{kind.Plural}.{kind.Group}").Append("pods/log").ToHashSet(StringComparer.Ordinal);
        Assert.All(asked, request => Assert.Contains(request.Resource, allowed));

        // And all that is granted is used: a right that nobody needs would go unnoticed otherwise.
        Assert.Empty(allowed.Except(asked.Select(request => request.Resource)));
    }

    [Fact]
    public async Task The_look_at_a_new_cluster_asks_one_question_that_is_a_post_and_warns_of_an_account_that_may_write()
    {
        await server.RequireAsync();
        var text = await File.ReadAllTextAsync(server.Admin, TestContext.Current.CancellationToken);

        var check = await ClusterCheck.RunAsync(new ClusterOptions { Name = "real", KubeconfigText = text }, TestContext.Current.CancellationToken);

        Assert.True(check.IsReachable, check.Problem);
        Assert.Equal("v1.20.2", check.Version?.Split('-', '+')[0]);
        Assert.Contains("do anything with everything", check.ExcessRights);
        Assert.Contains(check.Warnings, warning => warning.StartsWith("The account may do more in cluster real than read", StringComparison.Ordinal));

        var reader = await ClusterCheck.RunAsync(new ClusterOptions { Name = "real", Kubeconfig = server.Viewer }, TestContext.Current.CancellationToken);
        Assert.Empty(reader.ExcessRights);

        var nobody = await ClusterCheck.RunAsync(new ClusterOptions { Name = "real", Kubeconfig = server.Nobody }, TestContext.Current.CancellationToken);
        Assert.Equal(ObjectKinds.All.Length, nobody.ForbiddenKinds.Length);
        Assert.Equal(["selfsubjectrulesreviews.authorization.k8s.io"], Requests().Where(request => request.User == "token-nobody" && !Reading.Contains(request.Verb)).Select(request => request.Resource).Distinct());
    }

    private async Task<string> AccountAsync()
    {
        using var answer = JsonDocument.Parse(await server.KubectlAsync(
            "create --raw /api/v1/namespaces/aisre/serviceaccounts/aisre/token -f -", """{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {} }"""));
        var token = answer.RootElement.GetProperty("status").GetProperty("token").GetString();
        var path = Path.Combine(Path.GetDirectoryName(server.Admin)!, "kubeconfig-aisre");
        var viewer = await File.ReadAllTextAsync(server.Viewer, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, viewer.Replace("local-viewer-token", token, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        return path;
    }

    private List<Request> Asked() => [.. Requests().Where(request => request.User == Account)];

    private IEnumerable<Request> Requests()
    {
        using var log = new StreamReader(new FileStream(server.AuditLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            using var entry = JsonDocument.Parse(line);
            var json = entry.RootElement;
            var resource = !json.TryGetProperty("objectRef", out var target) ? json.GetProperty("requestURI").GetString()!
                : target.GetProperty("resource").GetString() + (Text(target, "subresource") is { } sub ? $"/{sub}" : "") + (Text(target, "apiGroup") is { } group ? $".{group}" : "");
            yield return new Request(
                json.GetProperty("user").GetProperty("username").GetString()!,
                json.GetProperty("verb").GetString()!,
                resource,
                json.TryGetProperty("annotations", out var notes) ? Text(notes, "authorization.k8s.io/decision") : null);
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private sealed record Request(string User, string Verb, string Resource, string? Decision);
}
