using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Detection;

namespace AiSre.Diagnosis.Model;

/// <summary>The form an answer has, for the server to enforce and for the model to read.</summary>
/// <param name="Name">The schema's name in requests.</param>
/// <param name="Schema">The JSON schema, compact.</param>
/// <remarks>
/// Within the part of JSON Schema that OpenAI's structured outputs take: every property required, none additional, no
/// length limits. Claims come first, so that a model that writes from left to right concludes from them.
/// </remarks>
internal sealed record AnswerForm(string Name, string Schema)
{
    /// <summary>A root cause analysis, read as <see cref="ModelClaims"/>.</summary>
    public static AnswerForm Analysis { get; } = new("root_cause_analysis", Object(
        ("claims", Array(Object(
            ("statement", Text()),
            ("citations", Array(Object(("evidence", Text()), ("quote", Text()))))))),
        ("code", Enum<RootCause>()),
        ("object", Object(("kind", Text()), ("namespace", Text()), ("name", Text()))),
        ("statement", Text()),
        ("missing", Array(Text()))));

    /// <summary>A piece of advice, read as <see cref="AdviceClaim"/>.</summary>
    public static AnswerForm Advice { get; } = new("runbook_advice", Object(
        ("citations", Array(Object(("evidence", Text()), ("quote", Text())))),
        ("because", Text()),
        ("runbook", Text())));

    private AnswerForm(string name, JsonObject schema)
        : this(name, schema.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
    {
    }

    private static JsonObject Object(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))),
        ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Name)]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Array(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Enum<T>()
        where T : struct, Enum => new()
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. System.Enum.GetNames<T>().Select(name => (JsonNode)name)]),
        };
}
