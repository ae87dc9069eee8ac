using System.Text.Json.Nodes;
using AiSre.Remediation.Guardrails.Format;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>The published schema says what the parser says.</summary>
public sealed class GuardrailSchemaTests
{
    [Fact]
    public async Task What_the_parser_reads_the_schema_takes()
    {
        var schema = await JsonSchema.FromJsonAsync(GuardrailSchema.Read(), TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(Json(GuardrailTexts.Everything)));
        Assert.Empty(schema.Validate(Json(Subjects.Text)));
    }

    [Theory]
    [InlineData("rule: []\n")]
    [InlineData("rules: []\n")]
    [InlineData("rules: [{name: a}]\n")]
    [InlineData("rules: [{name: a, always: deny, risk: low}]\n")]
    [InlineData("rules: [{name: a, always: allow}]\n")]
    [InlineData("rules: [{name: a, risk: highest}]\n")]
    [InlineData("rules: [{risk: low}]\n")]
    [InlineData("rules: [{name: a, blast-radius: {}}]\n")]
    [InlineData("rules: [{name: a, rate: {fleet: often}}]\n")]
    [InlineData("rules: [{name: a, hours: {open: ['Mon 09:00-10:00']}}]\n")]
    [InlineData("rules: [{name: a, values: {x: {}}}]\n")]
    [InlineData("automatic: [{risk: low}]\n")]
    [InlineData("automatic: [{clusters: [a], risk: high}]\n")]
    [InlineData("environments: {a: {clusters: [x]}}\n")]
    [InlineData("environments: {a: {criticality: low}}\n")]
    [InlineData("calendars: {a: {}}\n")]
    [InlineData("calendars: {a: {file: ../x}}\n")]
    public async Task What_the_parser_refuses_the_schema_refuses(string text)
    {
        var schema = await JsonSchema.FromJsonAsync(GuardrailSchema.Read(), TestContext.Current.CancellationToken);

        Assert.False(GuardrailParser.Parse(text).IsValid);
        Assert.NotEmpty(schema.Validate(Json(text)));
    }

    [Theory]
    [InlineData("/properties", "x: 1\n", "environments, automatic, rules, calendars")]
    [InlineData("/definitions/rule/properties", "rules: [{name: a, risk: low, x: 1}]\n", null)]
    [InlineData("/definitions/rule/properties/where/properties", "rules: [{name: a, risk: low, where: {x: 1}}]\n", null)]
    [InlineData("/definitions/rule/properties/blast-radius/properties", "rules: [{name: a, blast-radius: {x: 1}}]\n", null)]
    [InlineData("/definitions/rule/properties/rate/properties", "rules: [{name: a, rate: {x: 1}}]\n", null)]
    [InlineData("/definitions/rule/properties/breaker/properties", "rules: [{name: a, breaker: {x: 1}}]\n", null)]
    [InlineData("/definitions/rule/properties/hours/properties", "rules: [{name: a, hours: {x: 1}}]\n", null)]
    [InlineData("/definitions/rule/properties/values/additionalProperties/properties", "rules: [{name: a, values: {f: {x: 1}}}]\n", null)]
    [InlineData("/properties/automatic/items/properties", "automatic: [{x: 1}]\n", null)]
    [InlineData("/properties/environments/additionalProperties/properties", "environments: {a: {x: 1}}\n", null)]
    [InlineData("/properties/calendars/additionalProperties/properties", "calendars: {a: {x: 1}}\n", null)]
    public void Both_know_the_same_keys(string pointer, string text, string? said)
    {
        var node = JsonNode.Parse(GuardrailSchema.Read())!;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            node = node[step]!;
        }

        var error = GuardrailParser.Parse(text).Errors.Single(one => one.Message.StartsWith("the key 'x' is not known", StringComparison.Ordinal));
        var known = error.Message[(error.Message.IndexOf("allowed: ", StringComparison.Ordinal) + "allowed: ".Length)..];
        Assert.Equal(said ?? known, known);
        Assert.Equal(node.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal), known.Split(", ").Order(StringComparer.Ordinal));
    }

    // Typed as YAML types it.
    private static string Json(string yaml) =>
        new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml)!);
}
