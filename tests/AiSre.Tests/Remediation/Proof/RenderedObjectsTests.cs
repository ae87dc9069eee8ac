using AiSre.Remediation.Proof;
using AiSre.Remediation.Sources;

namespace AiSre.Tests.Remediation.Proof;

public sealed class RenderedObjectsTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - {name: app, image: "a:1", args: [x, "y"]}
              - {name: side, image: "b:1"}
        """;

    [Theory]
    [InlineData("a:1", "a:2", "spec.template.spec.containers[app].image", "\"a:1\"", "\"a:2\"")]
    [InlineData("replicas: 2", "replicas: 3", "spec.replicas", "2", "3")]
    [InlineData("replicas: 2", "replicas: \"2\"", "spec.replicas", "2", "\"2\"")]
    [InlineData("\"y\"", "z", "spec.template.spec.containers[app].args[1]", "\"y\"", "\"z\"")]
    [InlineData("  replicas: 2\n", "", "spec.replicas", "2", null)]
    [InlineData("replicas: 2", "paused: true\n  replicas: 2", "spec.paused", null, "true")]
    public void A_changed_field_is_named(string before, string after, string path, string? old, string? now)
    {
        var change = Assert.Single(Of(Deployment).ChangesTo(Of(Deployment.ReplaceLineEndings("\n").Replace(before, after, StringComparison.Ordinal))));
        Assert.Equal(("Deployment/shop/web", RenderedChangeKind.Changed), (change.Object, change.Kind));
        Assert.Equal(new RenderedField(path, old, now), Assert.Single(change.Fields));
    }

    [Fact]
    public void Comments_quotes_and_the_order_of_keys_are_no_change() => Assert.Empty(Of(Deployment).ChangesTo(Of("""
        # a comment
        kind: "Deployment"
        apiVersion: 'apps/v1'
        metadata:
          namespace: shop
          name: web
        spec:
          template:
            spec:
              containers:
              - image: a:1
                name: app
                args: ["x", y]
              - name: side
                image: b:1
          replicas: 2
        """)));

    [Fact]
    public void The_order_of_a_list_is_one() => Assert.NotEmpty(Of(Deployment).ChangesTo(Of("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - {name: side, image: "b:1"}
              - {name: app, image: "a:1", args: [x, "y"]}
        """)));

    [Fact]
    public void Objects_come_and_go_and_lists_are_opened()
    {
        var list = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service, metadata: {name: web}}
            - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            """;
        var changes = Of(list).ChangesTo(Of(Deployment + "\n---\n# nothing\n---\n{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"web\"}}\n"));
        Assert.Equal([("Deployment/shop/web", RenderedChangeKind.Added), ("Namespace/shop", RenderedChangeKind.Removed)], changes.Select(change => (change.Object, change.Kind)));
    }

    [Theory]
    [InlineData("a: [", "cannot be read")]
    [InlineData("kind: A\nmetadata: {name: x}\n---\nkind: A\nmetadata: {name: x}\n", "declares A/x a second time")]
    public void What_is_no_manifest_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<SourceRefusedException>(() => Of(text)).Message, StringComparison.Ordinal);

    private static RenderedObjects Of(string text)
    {
        var objects = new RenderedObjects();
        objects.Add("web.yaml", text);
        return objects;
    }
}
