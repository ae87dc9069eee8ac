using System.Text.Json;
using AiSre.Clusters.Objects.Files;
using AiSre.Clusters.Schemas;

namespace AiSre.Tests.Clusters.Schemas;

public sealed class SchemaValidationTests
{
    /// <summary>In the manner of OpenAPI v3: references within <c>allOf</c>, amounts as one of two types.</summary>
    internal const string Document = """
        {"components": {"schemas": {
          "io.k8s.api.apps.v1.Deployment": {"type": "object", "x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}],
            "properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"},
              "metadata": {"allOf": [{"$ref": "#/components/schemas/Meta"}], "default": {}}, "spec": {"$ref": "#/components/schemas/Spec"}}},
          "Meta": {"type": "object", "properties": {"name": {"type": "string"}, "namespace": {"type": "string"}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}}},
          "Spec": {"type": "object", "required": ["template"], "properties": {
            "replicas": {"type": "integer", "format": "int32"}, "paused": {"type": "boolean"}, "factor": {"type": "number"},
            "strategy": {"type": "string", "enum": ["Recreate", "RollingUpdate"]}, "selector": {"type": "object"},
            "template": {"type": "object", "properties": {"spec": {"type": "object", "required": ["containers"], "properties": {"containers": {"type": "array", "items": {"$ref": "#/components/schemas/Container"}}}}}},
            "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {"known": {"type": "string"}}},
            "next": {"$ref": "#/components/schemas/Spec"}}},
          "Container": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "image": {"type": "string"},
            "port": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
            "limits": {"type": "object", "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "number"}]}}}},
          "Unrelated": {"type": "object"}
        }}}
        """;

    [Theory]
    [InlineData("replicas: 2", null)]
    [InlineData("replicas: null", null)]
    [InlineData("replicas: \"2\"", "spec.replicas is \"2\" and must be an integer")]
    [InlineData("replicas: 2.5", "spec.replicas is 2.5 and must be an integer")]
    [InlineData("factor: 2.5", null)]
    [InlineData("paused: 1", "spec.paused is 1 and must be true or false")]
    [InlineData("replica: 2", "spec.replica is not known")]
    [InlineData("strategy: Recreate", null)]
    [InlineData("strategy: Replace", "spec.strategy is \"Replace\" and must be one of Recreate, RollingUpdate")]
    [InlineData("selector: {any: {thing: 1}}", null)]
    [InlineData("free: {other: 1, known: x}", null)]
    [InlineData("free: {known: 1}", "spec.free.known is 1 and must be a text")]
    [InlineData("selector: [a]", "spec.selector is a list and must be a mapping")]
    [InlineData("next: {replicas: 1}", "spec.next.template is missing")]
    public void Fields_are_held_against_their_schema(string field, string? expected) => Assert.Equal(
        expected is null ? [] : [expected], Problems($"spec:\n  template: {{}}\n  {field}\n"));

    [Theory]
    [InlineData("{name: app, image: x, port: 80, limits: {cpu: 1, memory: 1Gi}}", null)]
    [InlineData("{name: app, port: http}", null)]
    [InlineData("{name: app, port: [http]}", "spec.template.spec.containers[app].port is a list and must be a number or a text")]
    [InlineData("{name: app, imgae: x}", "spec.template.spec.containers[app].imgae is not known")]
    [InlineData("{image: x}", "spec.template.spec.containers[0].name is missing")]
    [InlineData("{name: app, limits: {cpu: true}}", "spec.template.spec.containers[app].limits.cpu is true and must be a number or a text")]
    public void Items_of_lists_are_named(string container, string? expected) => Assert.Equal(
        expected is null ? [] : [expected], Problems($"spec:\n  template:\n    spec:\n      containers:\n      - {container}\n"));

    [Fact]
    public void Everything_that_is_wrong_is_said() =>
        Assert.Equal(["metadata.labels.a is 1 and must be a text", "spec.template is missing", "extra is not known"], Problems("metadata: {labels: {a: 1}}\nspec: {}\nextra: true\n"));

    [Fact]
    public void Only_what_the_kind_needs_is_kept()
    {
        var schema = Schema("apps/v1", "Deployment")!;
        Assert.Equal(["Container", "Meta", "Spec"], schema.Definitions.Keys.Order(StringComparer.Ordinal));
        Assert.Null(Schema("apps/v1", "StatefulSet"));
        Assert.Null(Schema("apps/v2", "Deployment"));
    }

    [Fact]
    public void Older_documents_say_the_same_in_other_words()
    {
        using var document = JsonDocument.Parse("""
            {"definitions": {
              "K": {"type": "object", "x-kubernetes-group-version-kind": [{"group": "", "version": "v1", "kind": "K"}], "properties": {
                "kind": {"type": "string"}, "amount": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity"}, "port": {"$ref": "#/definitions/IntOrString"}}},
              "io.k8s.apimachinery.pkg.api.resource.Quantity": {"type": "string"}, "IntOrString": {"type": "string", "format": "int-or-string"}}}
            """);
        using var value = JsonDocument.Parse("""{"kind": "K", "amount": 2, "port": 80}""");
        Assert.Empty(SchemaValidation.Problems(ObjectSchema.Of(document.RootElement, "v1", "K")!, value.RootElement));
    }

    private static ObjectSchema? Schema(string apiVersion, string kind)
    {
        using var document = JsonDocument.Parse(Document);
        return ObjectSchema.Of(document.RootElement, apiVersion, kind);
    }

    private static IReadOnlyList<string> Problems(string yaml)
    {
        using var value = JsonDocument.Parse(Assert.Single(YamlToJson.Documents($"apiVersion: apps/v1\nkind: Deployment\n{yaml}", problem => Assert.Fail(problem))));
        return SchemaValidation.Problems(Schema("apps/v1", "Deployment")!, value.RootElement);
    }
}
