using NJsonSchema;

namespace AiSre.IntegrationTests.Model;

/// <summary>
/// The part of OpenAI's published request shape that AiSre uses, closed: a property that the API reference does not know is an error, and
/// so is a schema outside of what structured outputs take in strict mode (every property required, none additional, no length limits,
/// names of up to 64 letters, digits, underscores and dashes).
/// </summary>
internal static class ChatCompletionRequestShape
{
    private const string Schema =
        """
        {
          "type": "object",
          "required": ["model", "messages"],
          "additionalProperties": false,
          "properties": {
            "model": { "type": "string", "minLength": 1 },
            "messages": { "type": "array", "minItems": 2, "items": { "$ref": "#/definitions/message" } },
            "max_completion_tokens": { "type": "integer", "minimum": 1 },
            "max_tokens": { "type": "integer", "minimum": 1 },
            "stream": { "enum": [false] },
            "n": { "enum": [1] },
            "response_format": {
              "oneOf": [
                { "type": "object", "required": ["type"], "additionalProperties": false, "properties": { "type": { "enum": ["text", "json_object"] } } },
                {
                  "type": "object", "required": ["type", "json_schema"], "additionalProperties": false,
                  "properties": {
                    "type": { "enum": ["json_schema"] },
                    "json_schema": {
                      "type": "object", "required": ["name", "schema"], "additionalProperties": false,
                      "properties": {
                        "name": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" },
                        "description": { "type": "string" },
                        "strict": { "type": "boolean" },
                        "schema": { "$ref": "#/definitions/object" }
                      }
                    }
                  }
                }
              ]
            }
          },
          "definitions": {
            "message": {
              "type": "object", "required": ["role", "content"], "additionalProperties": false,
              "properties": {
                "role": { "enum": ["system", "developer", "user"] },
                "content": {
                  "oneOf": [
                    { "type": "string", "minLength": 1 },
                    { "type": "array", "minItems": 1, "items": {
                      "type": "object", "required": ["type", "text"], "additionalProperties": false,
                      "properties": { "type": { "enum": ["text"] }, "text": { "type": "string", "minLength": 1 } } } }
                  ]
                }
              }
            },
            "object": {
              "type": "object", "required": ["type", "properties", "required", "additionalProperties"], "additionalProperties": false,
              "properties": {
                "type": { "enum": ["object"] },
                "properties": { "type": "object", "additionalProperties": { "$ref": "#/definitions/value" } },
                "required": { "type": "array", "items": { "type": "string" } },
                "additionalProperties": { "enum": [false] }
              }
            },
            "value": {
              "oneOf": [
                { "$ref": "#/definitions/object" },
                { "type": "object", "required": ["type", "items"], "additionalProperties": false,
                  "properties": { "type": { "enum": ["array"] }, "items": { "$ref": "#/definitions/value" } } },
                { "type": "object", "required": ["type"], "additionalProperties": false,
                  "properties": { "type": { "enum": ["string"] }, "enum": { "type": "array", "maxItems": 250, "items": { "type": "string" } } } }
              ]
            }
          }
        }
        """;

    private static readonly Lazy<Task<JsonSchema>> Parsed = new(() => JsonSchema.FromJsonAsync(Schema));

    /// <summary>What does not fit; empty when all does.</summary>
    public static async Task<IReadOnlyList<string>> ErrorsAsync(string body) =>
        [.. (await Parsed.Value).Validate(body).Select(error => error.ToString())];
}
