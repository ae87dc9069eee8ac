using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps;
using AiSre.Playground.GitOps.Rendering;
using AiSre.Playground.GitOps.Rendering.Kustomizing;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;

namespace AiSre.IntegrationTests.Playground;

/// <summary>What is built in renders a kustomization as the tool does, and refuses what it does not understand.</summary>
public sealed class KustomizeTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["base/kustomization.yaml"] = """
            resources: [web.yaml, settings.yaml]
            labels: [{pairs: {part-of: shop}, includeTemplates: true}]
            """,
        ["base/web.yaml"] = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  initContainers: [{name: migrate, image: "shop/migrate@sha256:0123456789012345678901234567890123456789012345678901234567890123"}]
                  containers:
                  - name: web
                    image: shop/web:1
                    env:
                    - {name: CURRENCY, valueFrom: {configMapKeyRef: {name: settings, key: currency}}}
                    - {name: DEBUG, value: "no"}
                    ports: [{containerPort: 8080}, {containerPort: 9090}]
                  - {name: proxy, image: "localhost:5000/proxy"}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
            """,
        ["base/settings.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {currency: EUR, timeout: \"900\"}\n",
        ["overlays/production/kustomization.yaml"] = """
            namespace: shop
            namePrefix: prod-
            resources: [../../base]
            commonAnnotations: {owner: payments}
            commonLabels: {stage: production}
            images:
            - {name: shop/web, newName: registry-b.example/shop/web, newTag: "2"}
            - {name: shop/migrate, newName: registry-b.example/shop/migrate}
            - {name: localhost:5000/proxy, digest: "sha256:9999999999999999999999999999999999999999999999999999999999999999"}
            replicas: [{name: web, count: 4}]
            patches:
            - path: memory.yaml
            - target: {kind: Deployment, name: web}
              patch: |-
                - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: STAGE, value: production}}
                - {op: remove, path: /spec/template/spec/containers/0/env/1}
            """,
        ["overlays/production/memory.yaml"] = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  containers:
                  - name: web
                    resources: {limits: {memory: 256Mi}}
                    ports: [{containerPort: 8080, name: http}]
                  - {name: proxy, $patch: delete}
            """,
    };

    private static Dictionary<string, byte[]> Tree => Files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value));

    [Fact]
    public async Task The_built_in_part_renders_what_the_tool_renders()
    {
        var tool = new KustomizeTool(new GitOpsOptions());
        Assert.SkipUnless(tool.IsAvailable, "Neither kustomize nor kubectl is on the PATH to compare with.");
        var source = new ApplicationSource("", "overlays/production", "main", []);

        var expected = await new KustomizeRenderer(tool).RenderAsync(Tree, source, TestContext.Current.CancellationToken);
        var actual = Kustomization.Render(Tree, "overlays/production");

        Assert.Equal(3, actual.Count);
        Assert.All(expected, manifest =>
        {
            var mine = actual.Single(candidate => candidate.Text("kind") == manifest.Text("kind"));
            Assert.True(JsonNode.DeepEquals(manifest, mine), $"{manifest.ToJsonString()}\n{mine.ToJsonString()}");
        });
    }

    [Fact]
    public async Task Overrides_of_an_application_render_alike_with_and_without_the_tool()
    {
        var tool = new KustomizeTool(new GitOpsOptions());
        Assert.SkipUnless(tool.IsAvailable, "Neither kustomize nor kubectl is on the PATH to compare with.");
        var without = new KustomizeTool(new GitOpsOptions { UseKustomizeTool = false });
        var json = JsonNode.Parse("""{"kustomize": {"images": ["shop/web=registry-c.example/shop/web:9"], "nameSuffix": "-blue"}}""")!.AsObject();
        var source = new ApplicationSource("", "base", "main", json);

        var expected = await new KustomizeRenderer(tool).RenderAsync(Tree, source, TestContext.Current.CancellationToken);
        var actual = await new KustomizeRenderer(without).RenderAsync(Tree, source, TestContext.Current.CancellationToken);

        Assert.False(without.IsAvailable);
        Assert.All(expected, manifest =>
        {
            var mine = actual.Single(candidate => candidate.Text("kind") == manifest.Text("kind"));
            Assert.True(JsonNode.DeepEquals(manifest, mine), $"{manifest.ToJsonString()}\n{mine.ToJsonString()}");
        });
    }

    [Theory]
    [InlineData("configMapGenerator: [{name: a, literals: [b=c]}]", "app/kustomization.yaml uses configMapGenerator, which needs kustomize or kubectl on this machine")]
    [InlineData("resources: [https://example.com/base.yaml]", "https://example.com/base.yaml is not in this repository, which needs kustomize or kubectl on this machine")]
    [InlineData("resources: [../../outside.yaml]", "../../outside.yaml is outside of the repository")]
    [InlineData("resources: [missing.yaml]", "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory 'app/missing.yaml'")]
    [InlineData("resources: [", "invalid Kustomization: app/kustomization.yaml: yaml: line ")]
    public void What_it_does_not_understand_is_refused_by_name(string kustomization, string why)
    {
        var tree = new Dictionary<string, byte[]> { ["app/kustomization.yaml"] = Encoding.UTF8.GetBytes(kustomization) };

        var error = Assert.Throws<SourceException>(() => Kustomization.Render(tree, "app"));

        Assert.StartsWith($"rpc error: code = Unknown desc = `kustomize build` failed: Error: {why}", error.Message, StringComparison.Ordinal);
    }
}
