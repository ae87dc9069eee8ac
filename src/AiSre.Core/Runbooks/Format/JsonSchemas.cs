using System.Text.Json.Nodes;

namespace AiSre.Runbooks.Format;

/// <summary>Pieces of JSON Schemas.</summary>
/// <remarks>https://json-schema.org/draft-07/json-schema-validation: the draft that editors know best.</remarks>
internal static class JsonSchemas
{
    /// <summary>A single value; YAML may take it for a number or a truth value, and it is read as a text.</summary>
    public static JsonObject Text(string description, string? pattern = null)
    {
        var schema = new JsonObject { ["description"] = description, ["type"] = new JsonArray("string", "number", "boolean") };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    /// <summary>A time such as <c>5m</c>; a number without its unit is none.</summary>
    public static JsonObject Time(string description, params string[] examples) => new()
    {
        ["description"] = $"{description}: {examples[0]}",
        ["type"] = "string",
        ["pattern"] = "^[0-9]{1,6}(s|m|h|d)$",
        ["examples"] = new JsonArray([.. examples.Select(example => (JsonNode)example)]),
    };

    /// <summary>One of some words.</summary>
    public static JsonObject Word(string description, IEnumerable<string> words) =>
        new() { ["description"] = description, ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    /// <summary>One value or a list of them.</summary>
    public static JsonObject OneOrMore(JsonObject item)
    {
        var description = item["description"]!.DeepClone();
        item.Remove("description");
        return new JsonObject { ["description"] = description, ["anyOf"] = new JsonArray(item, new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = item.DeepClone() }) };
    }

    /// <summary>A whole number.</summary>
    public static JsonObject Number(string description, int least, int most) =>
        new() { ["description"] = description, ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    /// <summary>Yes or no.</summary>
    public static JsonObject Flag(string description) => new() { ["description"] = description, ["type"] = "boolean" };

    /// <summary>A value of any shape.</summary>
    public static JsonObject Any(string description) => new() { ["description"] = description };

    /// <summary>A mapping with these keys and no others.</summary>
    public static JsonObject Map(string description, string[] required, params (string Key, JsonObject Schema)[] properties)
    {
        var schema = new JsonObject { ["description"] = description, ["type"] = "object", ["additionalProperties"] = false };
        schema["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Schema)));
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(key => (JsonNode)key)]);
        }

        return schema;
    }

    /// <summary>The mapping with at least one of some keys.</summary>
    public static JsonObject AtLeastOne(JsonObject map, params string[] keys)
    {
        map["anyOf"] = new JsonArray([.. keys.Select(key => new JsonObject { ["required"] = new JsonArray(key) })]);
        return map;
    }

    /// <summary>A mapping with any keys, whose values are all alike.</summary>
    public static JsonObject Entries(string description, JsonObject values) =>
        new() { ["description"] = description, ["type"] = "object", ["additionalProperties"] = values };

    /// <summary>A list with at least one item.</summary>
    public static JsonObject List(string description, JsonObject item) =>
        new() { ["description"] = description, ["type"] = "array", ["minItems"] = 1, ["items"] = item };
}
