using System.Text.Json;
using AiSre.Clusters;
using AiSre.Clusters.Schemas;

namespace AiSre.IntegrationTests.RealKubernetes;

/// <summary>What a real API server answers to the checks of a proof that ask it.</summary>
public sealed class ProofTests(KubernetesServer server) : IClassFixture<KubernetesServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_s_own_schema_takes_what_it_takes_and_names_what_it_does_not()
    {
        await server.RequireAsync();
        using var cluster = Connection(server.Viewer);
        var schema = await cluster.ReadSchemaAsync("apps/v1", "Deployment", Cancellation);
        Assert.NotNull(schema);
        Assert.Same(schema, await cluster.ReadSchemaAsync("apps/v1", "Deployment", Cancellation));

        Assert.Empty(SchemaValidation.Problems(schema, Deployment()));
        Assert.Empty(SchemaValidation.Problems(schema, Deployment(cpu: "1")));
        Assert.Equal(
            ["spec.template.spec.containers[app].imgae is not known"],
            SchemaValidation.Problems(schema, Deployment(container: """, "imgae": "x" """)));
        Assert.Equal(["spec.replicas is \"two\" and must be an integer"], SchemaValidation.Problems(schema, Deployment(replicas: "\"two\"")));
        Assert.Null(await cluster.ReadSchemaAsync("example.com/v1", "Widget", Cancellation));

        // Every account may read it; so the shipped role needs nothing more.
        using var nobody = Connection(server.Nobody);
        Assert.NotNull(await nobody.ReadSchemaAsync("apps/v1", "Deployment", Cancellation));
        Assert.StartsWith("v1.", await nobody.ReadVersionAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_is_tried_out_and_nothing_is_written()
    {
        await server.RequireAsync();
        using var cluster = Connection(server.Admin);
        Assert.Equal(new DryRunAnswer(DryRunOutcome.Accepted, ""), await cluster.DryRunAsync(Deployment(), "default", Cancellation));
        Assert.DoesNotContain("tried-out", await server.KubectlAsync("get deployments -o name"), StringComparison.Ordinal);

        var invalid = await cluster.DryRunAsync(Deployment(replicas: "-1"), "default", Cancellation);
        Assert.Equal(DryRunOutcome.Refused, invalid.Outcome);
        Assert.Contains("spec.replicas", invalid.Reason, StringComparison.Ordinal);

        var unknown = await cluster.DryRunAsync(Deployment(container: """, "imgae": "x" """), "default", Cancellation);
        Assert.Equal(DryRunOutcome.Refused, unknown.Outcome);
        Assert.Contains("imgae", unknown.Reason, StringComparison.Ordinal);

        // This server's apply wants an amount to be a text, where everything else takes a number: no reason against the object.
        Assert.Equal(DryRunOutcome.Unknown, (await cluster.DryRunAsync(Deployment(cpu: "1"), "default", Cancellation)).Outcome);
        Assert.Equal(DryRunOutcome.Unknown, (await cluster.DryRunAsync(Deployment(), "missing", Cancellation)).Outcome);
        Assert.Equal(DryRunOutcome.Refused, (await cluster.DryRunAsync(Parse("""{"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}}"""), "default", Cancellation)).Outcome);

        using var viewer = Connection(server.Viewer);
        Assert.Equal(new DryRunAnswer(DryRunOutcome.NotAllowed, "patch and create deployments.apps"), await viewer.DryRunAsync(Deployment(), "default", Cancellation));
    }

    private static ClusterConnection Connection(string kubeconfig) => new(new ClusterOptions { Name = "real", Kubeconfig = kubeconfig });

    private static JsonElement Deployment(string replicas = "2", string container = "", string cpu = "\"1\"") => Parse($$$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "tried-out", "labels": {"a": "b"}}, "spec": {"replicas": {{{replicas}}}, "selector": {"matchLabels": {"app": "x"}},
         "template": {"metadata": {"labels": {"app": "x"}}, "spec": {"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 80, "protocol": "TCP"}],
         "resources": {"limits": {"cpu": {{{cpu}}}, "memory": "1Gi"}}, "readinessProbe": {"httpGet": {"path": "/", "port": 80}}{{{container}}} }] } } } }
        """);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
