using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes;

/// <summary>Reading and building Kubernetes objects kept as JSON. Paths name object members; a missing step answers null, never throws.</summary>
public static class Json
{
    /// <summary>Kubernetes texts are full of quotes and angle brackets; none of it is ever put into HTML.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = node is JsonObject obj ? obj[step] : null;
        }

        return node;
    }

    public static JsonObject? Child(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    /// <summary>The text at the path; numbers and booleans answer their JSON text, objects and arrays null.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The objects in the array at the path; empty when there is no array.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The texts in the array at the path; empty when there is no array.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.Select(item => item.Text()).OfType<string>() : [];

    /// <summary>The string members of the object at the path; empty when there is none.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Child(path) is { } map ? map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text() ?? "")) : [];

    /// <summary>The object at the member, made when it is missing.</summary>
    public static JsonObject Ensure(this JsonObject obj, string member)
    {
        if (obj[member] is JsonObject child)
        {
            return child;
        }

        child = [];
        obj[member] = child;
        return child;
    }

    /// <summary>Gives a member a value when it has none; what API defaulting does.</summary>
    public static void Default(this JsonObject obj, string member, JsonNode? value)
    {
        if (obj[member] is null)
        {
            obj[member] = value;
        }
    }

    public static T Copy<T>(this T node) where T : JsonNode => (T)node.DeepClone();

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
