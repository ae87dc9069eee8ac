using System.Globalization;
using System.Text.Json;

namespace AiSre.Clusters.Schemas;

/// <summary>
/// Whether an object has the structure that its schema asks for: no unknown fields, the right types, nothing missing, values of enumerations.
/// What schemas say besides (patterns, lengths, expressions) is left to the API server. Pure.
/// </summary>
/// <remarks>
/// Semantics: kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions (structural schemas), and the API server's
/// own OpenAPI, which knows amounts and ports that are a number or a text by format or name only.
/// </remarks>
public sealed class SchemaValidation
{
    private readonly ObjectSchema schema;
    private readonly List<string> problems = [];

    private SchemaValidation(ObjectSchema schema) => this.schema = schema;

    /// <summary>What is wrong, each as a path and a few words: <c>spec.replicas is "three" and must be an integer</c>.</summary>
    public static IReadOnlyList<string> Problems(ObjectSchema schema, JsonElement value)
    {
        var validation = new SchemaValidation(schema);
        validation.Look(schema.Root, value, "", "");
        return validation.problems;
    }

    private void Look(JsonElement rule, JsonElement value, string path, string name)
    {
        while (rule.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
        {
            name = ObjectSchema.NameOf(reference.GetString()!);
            if (!schema.Definitions.TryGetValue(name, out rule))
            {
                return; // The document does not say; so nothing is wrong by it.
            }
        }

        // To the API null is the same as nothing.
        if (value.ValueKind == JsonValueKind.Null || rule.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (IsIntegerOrText(rule, name))
        {
            Expect(value.ValueKind == JsonValueKind.String || value.ValueKind == JsonValueKind.Number, value, path, "a number or a text");
            return;
        }

        foreach (var part in Items(rule, "allOf"))
        {
            Look(part, value, path, name);
        }

        LookAtEnumeration(rule, value, path);
        switch (rule.TryGetProperty("type", out var type) ? type.GetString() : rule.TryGetProperty("properties", out _) ? "object" : null)
        {
            case "object" when Expect(value.ValueKind == JsonValueKind.Object, value, path, "a mapping"):
                LookAtFields(rule, value, path);
                break;
            case "array" when Expect(value.ValueKind == JsonValueKind.Array, value, path, "a list"):
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    if (rule.TryGetProperty("items", out var one))
                    {
                        Look(one, item, $"{path}[{NameOf(item) ?? index.ToString(CultureInfo.InvariantCulture)}]", "");
                    }

                    index++;
                }

                break;
            case "string":
                Expect(value.ValueKind == JsonValueKind.String, value, path, "a text");
                break;
            case "integer":
                Expect(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var whole) && whole == decimal.Truncate(whole), value, path, "an integer");
                break;
            case "number":
                Expect(value.ValueKind == JsonValueKind.Number, value, path, "a number");
                break;
            case "boolean":
                Expect(value.ValueKind is JsonValueKind.True or JsonValueKind.False, value, path, "true or false");
                break;
        }
    }

    private void LookAtFields(JsonElement rule, JsonElement value, string path)
    {
        foreach (var required in Items(rule, "required").Select(item => item.GetString()!).Where(required => !value.TryGetProperty(required, out _)))
        {
            problems.Add($"{Way(path, required)} is missing");
        }

        var hasFields = rule.TryGetProperty("properties", out var fields) && fields.EnumerateObject().Any();
        var others = rule.TryGetProperty("additionalProperties", out var rest) ? rest : default;
        var isOpen = others.ValueKind == JsonValueKind.True || IsTrue(rule, "x-kubernetes-preserve-unknown-fields") || (!hasFields && others.ValueKind == JsonValueKind.Undefined);
        foreach (var member in value.EnumerateObject())
        {
            if (hasFields && fields.TryGetProperty(member.Name, out var known))
            {
                Look(known, member.Value, Way(path, member.Name), "");
            }
            else if (others.ValueKind == JsonValueKind.Object)
            {
                Look(others, member.Value, Way(path, member.Name), "");
            }
            else if (!isOpen && !(IsTrue(rule, "x-kubernetes-embedded-resource") && member.Name is "apiVersion" or "kind" or "metadata"))
            {
                problems.Add($"{Way(path, member.Name)} is not known");
            }
        }
    }

    private void LookAtEnumeration(JsonElement rule, JsonElement value, string path)
    {
        var allowed = Items(rule, "enum");
        if (allowed.Count > 0 && !allowed.Exists(one => JsonElement.DeepEquals(one, value)))
        {
            problems.Add($"{path} is {value.GetRawText()} and must be one of {string.Join(", ", allowed.Select(one => one.ToString()))}");
        }
    }

    private bool Expect(bool holds, JsonElement value, string path, string what)
    {
        if (!holds)
        {
            problems.Add($"{path} is {(value.ValueKind is JsonValueKind.Object ? "a mapping" : value.ValueKind is JsonValueKind.Array ? "a list" : value.GetRawText())} and must be {what}");
        }

        return holds;
    }

    // The API server describes its own amounts as texts (v2) or as one of both without a type (v3), and takes numbers in either case.
    private static bool IsIntegerOrText(JsonElement rule, string name) =>
        IsTrue(rule, "x-kubernetes-int-or-string")
        || (rule.TryGetProperty("format", out var format) && format.ValueEquals("int-or-string"))
        || name.EndsWith(".api.resource.Quantity", StringComparison.Ordinal)
        || (!rule.TryGetProperty("type", out _) && (IsChoice(rule, "oneOf") || IsChoice(rule, "anyOf")));

    private static bool IsChoice(JsonElement rule, string name) =>
        Items(rule, name).Select(one => one.TryGetProperty("type", out var type) ? type.GetString() : null).ToList() is { Count: 2 } types
        && types.Contains("string") && (types.Contains("integer") || types.Contains("number"));

    private static bool IsTrue(JsonElement rule, string name) => rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static List<JsonElement> Items(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static string? NameOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static string Way(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
