using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Detection;

namespace AiSre.Diagnosis.Model;

/// <summary>The form an answer has, for the server to enforce and for the model to read.</summary>
/// <remarks>
/// Within the part of JSON Schema that OpenAI's structured outputs take: every property required, none additional, no
/// length limits. Claims come first, so that a model that writes from left to right concludes from them.
/// </remarks>
internal static class AnswerForm
{
    /// <summary>The schema's name in requests.</summary>
    public const string Name = "root_cause_analysis";

    /// <summary>The JSON schema, compact.</summary>
    public static string Schema { get; } = Object(
        ("claims", Array(Object(
            ("statement", Text()),
            ("citations", Array(Object(("evidence", Text()), ("quote", Text()))))))),
        ("code", Enum<RootCause>()),
        ("object", Object(("kind", Text()), ("namespace", Text()), ("name", Text()))),
        ("statement", Text()),
        ("missing", Array(Text()))).ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

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
