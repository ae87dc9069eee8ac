using AiSre.Clusters;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.Checks;
using AiSre.Remediation.Proposals;
using AiSre.Tests.Clusters.Schemas;
using AiSre.Tests.Clusters.Watching;
using AiSre.Tests.Remediation.Solutions;
using Microsoft.Extensions.Options;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Remediation.Proof;

/// <summary>The checks that ask the API server itself.</summary>
public sealed class ClusterCheckTests : IAsyncLifetime
{
    private const string Path = "/apis/apps/v1/namespaces/shop/deployments/checkout";
    private readonly Proving _proving = new();
    private FakeKubernetes _server = null!;
    private ClusterConnections _clusters = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        _server.Options.Name = "prod";
        var options = new ClustersOptions();
        options.Clusters.Add(_server.Options);
        _clusters = new ClusterConnections(Options.Create(options));
        _server.List("/openapi/v3", Json("""{"paths": {"apis/apps/v1": {"serverRelativeURL": "/openapi/v3/apis/apps/v1?hash=A"}}}"""));
        _server.List("/openapi/v3/apis/apps/v1", Json(SchemaValidationTests.Document));
        _server.List("/apis/apps/v1", Json("""{"resources": [{"name": "deployments", "kind": "Deployment", "namespaced": true}]}"""));
    }

    public async ValueTask DisposeAsync()
    {
        _clusters.Dispose();
        _proving.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("replicas: 1", "replicas: 2", ProofState.Proven, "Deployment/shop/checkout: only fields that cluster prod knows, with values of the right type.")]
    [InlineData("replicas: 1", "replicas: many", ProofState.Refuted, "Deployment/shop/checkout would not fit the cluster's schema: spec.replicas is \"many\" and must be an integer.")]
    [InlineData("odd: 1", "odd: 2", ProofState.Unproven, "Deployment/shop/checkout does not fit the cluster's schema, before the change as after it: spec.odd is not known.")]
    [InlineData("odd: 1", "even: 2", ProofState.Refuted, "Deployment/shop/checkout would not fit the cluster's schema: spec.even is not known.")]
    public async Task What_is_rendered_is_held_against_the_cluster_s_schema(string before, string after, ProofState state, string sentence) =>
        Assert.Equal(new ProofCheck("Schema", state, sentence), Assert.Single(await LookAsync(new SchemaCheck(_clusters), before, after)));

    [Fact]
    public async Task A_schema_that_cannot_be_read_leaves_it_unproven()
    {
        _server.List("/openapi/v3", Status(403));
        var check = Assert.Single(await LookAsync(new SchemaCheck(_clusters), "replicas: 1", "replicas: 2"));
        Assert.Equal(ProofState.Unproven, check.State);
        Assert.StartsWith("The cluster's schema could not be read, so whether Deployment/shop/checkout fits it is not known: ", check.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_the_cluster_does_not_serve_cannot_be_applied()
    {
        _server.List("/openapi/v3", Json("""{"paths": {}}"""));
        Assert.Equal(ProofState.Refuted, Assert.Single(await LookAsync(new SchemaCheck(_clusters), "replicas: 1", "replicas: 2")).State);
    }

    [Fact]
    public async Task Nothing_is_tried_out_unless_that_is_switched_on()
    {
        Assert.Empty(await LookAsync(DryRun(new ProofOptions()), "replicas: 1", "replicas: 2"));
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData(200, "", ProofState.Proven, "Cluster prod would take Deployment/shop/checkout (server-side dry run, nothing was written).")]
    [InlineData(422, "spec.replicas: must be positive", ProofState.Refuted, "Cluster prod would not take Deployment/shop/checkout: spec.replicas: must be positive.")]
    [InlineData(403, "User a cannot patch resource", ProofState.Unproven, "Deployment/shop/checkout could not be tried out: AiSre's account may not patch and create deployments.apps in cluster prod; grant that, or switch the dry run off (Proof__DryRun).")]
    [InlineData(400, "webhook does not support dry run", ProofState.Unproven, "Deployment/shop/checkout could not be tried out in cluster prod: webhook does not support dry run.")]
    public async Task What_is_rendered_is_tried_out(int status, string message, ProofState state, string sentence)
    {
        _server.List(Path, status == 200 ? Json("{}") : Status(status, message));
        Assert.Equal(new ProofCheck("Dry run", state, sentence), Assert.Single(await LookAsync(DryRun(new ProofOptions { DryRun = true }), "replicas: 1", "replicas: 2")));
    }

    private DryRunCheck DryRun(ProofOptions options) => new(_clusters, Options.Create(options));

    private async Task<IReadOnlyList<ProofCheck>> LookAsync(ProposalCheck check, string before, string after)
    {
        var (old, now) = (Planning.Deployment("checkout").Replace("spec:\n  template:", $"spec:\n  {before}\n  template:", StringComparison.Ordinal), Planning.Deployment("checkout").Replace("spec:\n  template:", $"spec:\n  {after}\n  template:", StringComparison.Ordinal));
        _proving.Tree["apps/checkout/web.yaml"] = old;
        _proving.Checks = [check];
        var proof = await _proving.ProveAsync(Planning.PlanOf(new FileChange("apps/checkout/web.yaml", old, now, [])));
        return [.. proof.Checks.Skip(1)];
    }
}
