using System.Text.Json;
using AiSre.Clusters;
using AiSre.Clusters.Schemas;
using AiSre.Playground.Kubernetes.Access;
using k8s;
using k8s.Models;
using static AiSre.IntegrationTests.Playground.KubernetesApiTests;

namespace AiSre.IntegrationTests.Playground;

/// <summary>Who may do what, in the words of RBAC, and writes that are only tried out.</summary>
public sealed class KubernetesAccessTests(PlaygroundFixture fixture) : IClassFixture<PlaygroundFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static JsonElement Deployment(string more)
    {
        using var document = JsonDocument.Parse($$"""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "tried"}, "spec": {"selector": {"matchLabels": {"app": "x"} },
             "template": {"metadata": {"labels": {"app": "x"} }, "spec": {"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {"limits": {"cpu": 1} } }]} }{{more}}} }
            """);
        return document.RootElement.Clone();
    }

    [Fact]
    public async Task The_kubeconfigs_token_reads_everything_but_secrets()
    {
        using var client = fixture.Reader();

        await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: Cancellation);
        await client.CustomObjects.ListClusterCustomObjectAsync("argoproj.io", "v1alpha1", "applications", cancellationToken: Cancellation);
        var all = await RefusalAsync(() => client.CoreV1.ListSecretForAllNamespacesAsync(cancellationToken: Cancellation));
        var one = await RefusalAsync(() => client.CoreV1.ReadNamespacedSecretAsync("password", "default", cancellationToken: Cancellation));

        Assert.Equal((403, "Forbidden"), (all.Code, all.Reason));
        Assert.Equal("secrets is forbidden: User \"system:serviceaccount:aisre:aisre\" cannot list resource \"secrets\" in API group \"\" at the cluster scope", all.Message);
        Assert.Equal("secrets \"password\" is forbidden: User \"system:serviceaccount:aisre:aisre\" cannot get resource \"secrets\" in API group \"\" in the namespace \"default\"", one.Message);
    }

    [Fact]
    public async Task The_kubeconfigs_token_writes_nothing_not_even_as_a_dry_run()
    {
        using var client = fixture.Reader();

        var delete = await RefusalAsync(() => client.AppsV1.DeleteNamespacedDeploymentAsync("web", "default", cancellationToken: Cancellation));
        var dryRun = await RefusalAsync(() => client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), "default", dryRun: "All", cancellationToken: Cancellation));

        Assert.Equal("deployments.apps \"web\" is forbidden: User \"system:serviceaccount:aisre:aisre\" cannot delete resource \"deployments\" in API group \"apps\" in the namespace \"default\"", delete.Message);
        Assert.Equal(403, dryRun.Code);
    }

    [Fact]
    public async Task Rights_to_dry_runs_are_rights_to_nothing_else()
    {
        var token = fixture.Playground.Tokens.Issue(Identity.Reader with { Rules = Identity.Reader.Rules.Add(Identity.DryRunWrites) });
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = fixture.Playground.KubernetesAddress.ToString(), AccessToken = token });

        var tried = await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("tried"), "default", dryRun: "All", cancellationToken: Cancellation);
        var real = await RefusalAsync(() => client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("tried"), "default", cancellationToken: Cancellation));

        Assert.NotNull(tried.Uid());
        Assert.Equal(403, real.Code);
    }

    [Fact]
    public async Task An_account_that_may_try_writes_out_learns_what_the_server_would_take()
    {
        var token = fixture.Playground.Tokens.Issue(Identity.Reader with { Rules = Identity.Reader.Rules.Add(Identity.DryRunWrites) });
        var kubeconfig = (await File.ReadAllTextAsync(fixture.Playground.KubeconfigPath, Cancellation)).Replace(fixture.Playground.ReaderToken, token, StringComparison.Ordinal);
        using var cluster = new ClusterConnection(new ClusterOptions { Name = "p", KubeconfigText = kubeconfig });
        using var reader = new ClusterConnection(new ClusterOptions { Name = "p", Kubeconfig = fixture.Playground.KubeconfigPath });
        var (good, bad) = (Deployment(""), Deployment(", \"replica\": 2"));

        Assert.Equal(DryRunOutcome.Accepted, (await cluster.DryRunAsync(good, "default", Cancellation)).Outcome);
        Assert.Equal(
            new DryRunAnswer(DryRunOutcome.Refused, "Internal error occurred: failed to create typed patch object (default/tried; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema"),
            await cluster.DryRunAsync(bad, "default", Cancellation));
        Assert.Equal(new DryRunAnswer(DryRunOutcome.NotAllowed, "patch and create deployments.apps"), await reader.DryRunAsync(good, "default", Cancellation));
        Assert.Null(await reader.ReadObjectAsync(new("apps/v1", "Deployment", "default", "tried"), Cancellation));

        var schema = await reader.ReadSchemaAsync("apps/v1", "Deployment", Cancellation);
        Assert.Empty(SchemaValidation.Problems(schema!, good));
        Assert.Equal(["spec.replica is not known"], SchemaValidation.Problems(schema!, bad));
        Assert.NotNull(await reader.ReadSchemaAsync("argoproj.io/v1alpha1", "Application", Cancellation));
    }

    [Fact]
    public async Task A_dry_run_answers_the_object_and_stores_nothing()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        await client.AppsV1.CreateNamespacedDeploymentAsync(DeploymentOf("web"), ns, cancellationToken: Cancellation);
        var before = await client.AppsV1.ReadNamespacedDeploymentAsync("web", ns, cancellationToken: Cancellation);
        var apply = """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
             "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "registry-b.example/web:1"}]}}}}
            """;

        var applied = await client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch(apply, V1Patch.PatchType.ApplyPatch), "web", ns, dryRun: "All", fieldManager: "aisre", force: true, cancellationToken: Cancellation);
        var scaled = await client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"replicas":9}}""", V1Patch.PatchType.MergePatch), "web", ns, dryRun: "All", cancellationToken: Cancellation);
        var refused = await RefusalAsync(() => client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"template":{"spec":{"containers":[{"name":"web","imagePullPolicy":"Sometimes"}]}}}}""", V1Patch.PatchType.StrategicMergePatch), "web", ns, dryRun: "All", cancellationToken: Cancellation));
        var after = await client.AppsV1.ReadNamespacedDeploymentAsync("web", ns, cancellationToken: Cancellation);

        Assert.Equal("registry-b.example/web:1", applied.Spec.Template.Spec.Containers[0].Image);
        Assert.Equal(2, applied.Metadata.Generation);
        Assert.Equal(9, scaled.Spec.Replicas);
        Assert.Equal(422, refused.Code);
        Assert.Equal(before.ResourceVersion(), after.ResourceVersion());
    }

    [Fact]
    public async Task A_token_that_has_expired_is_unauthorized_until_it_is_restored()
    {
        await using var own = new PlaygroundFixture();
        await own.InitializeAsync();
        using var client = own.Reader();

        own.Playground.Tokens.Expire(own.Playground.ReaderToken);
        var status = await RefusalAsync(() => client.CoreV1.ListNamespaceAsync(cancellationToken: Cancellation));
        own.Playground.Tokens.Restore(own.Playground.ReaderToken, Identity.Reader);

        Assert.Equal((401, "Unauthorized", "Unauthorized"), (status.Code, status.Reason, status.Message));
        Assert.NotEmpty((await client.CoreV1.ListNamespaceAsync(cancellationToken: Cancellation)).Items);
    }

    [Fact]
    public async Task An_access_review_answers_what_the_token_may_do()
    {
        using var client = fixture.Reader();

        async Task<bool> MayAsync(string verb, string resource) => (await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview { Spec = new() { ResourceAttributes = new() { Verb = verb, Resource = resource } } }, cancellationToken: Cancellation)).Status.Allowed;

        Assert.True(await MayAsync("watch", "pods"));
        Assert.False(await MayAsync("get", "secrets"));
        Assert.False(await MayAsync("delete", "pods"));
    }
}
