using System.Text.Json;
using AiSre.Clusters;
using AiSre.Tests.Clusters.Watching;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Clusters;

public sealed class DryRunTests : IAsyncLifetime
{
    private const string Path = "/apis/apps/v1/namespaces/shop/deployments/web";
    private FakeKubernetes server = null!;
    private ClusterConnection cluster = null!;

    public async ValueTask InitializeAsync()
    {
        server = await StartAsync();
        cluster = new ClusterConnection(server.Options);
        server.List("/apis/apps/v1", Json("""{"resources": [{"name": "deployments/status", "kind": "Deployment", "namespaced": true}, {"name": "deployments", "kind": "Deployment", "namespaced": true}]}"""));
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_object_is_tried_out_and_never_written()
    {
        string? method = null, type = null;
        server.List(Path, context =>
        {
            (method, type) = (context.Request.Method, context.Request.ContentType);
            return Json("{}")(context);
        });

        Assert.Equal(new DryRunAnswer(DryRunOutcome.Accepted, ""), await AskAsync());
        Assert.Equal(("PATCH", "application/apply-patch+yaml; charset=utf-8"), (method, type));
        Assert.Equal($"{Path}?dryRun=All&fieldManager=argocd-controller&fieldValidation=Strict&force=true", server.Requests.Last());
    }

    [Fact]
    public async Task Nothing_can_be_asked_for_that_would_undo_the_dry_run()
    {
        using var api = new KubernetesApi(server.Options);
        await Assert.ThrowsAsync<ArgumentException>(() => api.TryApplyAsync($"{Path}?dryRun=", "{}", TestContext.Current.CancellationToken));
        Assert.Empty(server.Requests);

        // A name is part of the path, whatever is in it.
        string? asked = null;
        server.List($"{Path}?dryRun=", context =>
        {
            asked = context.Request.Query["dryRun"];
            return Json("{}")(context);
        });
        Assert.Equal(DryRunOutcome.Accepted, (await AskAsync("web?dryRun=")).Outcome);
        Assert.Equal("All", asked);
    }

    [Theory]
    [InlineData(422, "Deployment.apps is invalid: spec.replicas: must be positive", DryRunOutcome.Refused, null)]
    [InlineData(400, "unknown field spec.foo", DryRunOutcome.Refused, null)]
    [InlineData(403, "deployments.apps web is forbidden: exceeded quota: pods", DryRunOutcome.Refused, null)]
    [InlineData(500, "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema", DryRunOutcome.Refused, null)]
    [InlineData(500, "failed to create typed patch object: .spec.cpu: expected string, got &value.valueUnstructured{Value:1}", DryRunOutcome.Unknown, null)]
    [InlineData(403, "deployments.apps web is forbidden: User x cannot patch resource deployments", DryRunOutcome.NotAllowed, "patch and create deployments.apps")]
    [InlineData(400, "admission webhook a.example does not support dry run", DryRunOutcome.Unknown, null)]
    [InlineData(404, "namespaces shop not found", DryRunOutcome.Unknown, null)]
    public async Task What_the_server_says_is_told_apart(int status, string message, DryRunOutcome outcome, string? reason)
    {
        server.List(Path, Status(status, message));
        Assert.Equal(new DryRunAnswer(outcome, reason ?? message), await AskAsync());
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again()
    {
        server.List(Path, Status(503, "busy"));
        Assert.True((await Assert.ThrowsAsync<ProblemException>(() => AskAsync())).IsTransient);
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_refused()
    {
        server.List("/apis/apps/v1", Status(404));
        Assert.Equal(new DryRunAnswer(DryRunOutcome.Refused, "the cluster does not serve Deployment of apps/v1"), await AskAsync());
    }

    private async Task<DryRunAnswer> AskAsync(string name = "web")
    {
        using var manifest = JsonDocument.Parse($$"""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "{{name}}"} }""");
        return await cluster.DryRunAsync(manifest.RootElement, "shop", TestContext.Current.CancellationToken);
    }
}
