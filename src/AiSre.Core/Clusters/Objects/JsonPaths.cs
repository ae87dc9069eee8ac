using System.Text.Json;

namespace AiSre.Clusters.Objects;

/// <summary>Reads single fields of JSON that has no record.</summary>
internal static class JsonPaths
{
    /// <summary>The value at the end of the path; undefined where the path ends early.</summary>
    public static JsonElement At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return default;
            }
        }

        return json;
    }

    /// <summary>The value at the end of the path; null where the path ends early, or in null.</summary>
    public static JsonElement? Find(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value ? value : null;

    /// <summary>The text at the end of the path; empty where there is none.</summary>
    public static string Text(this JsonElement json, params ReadOnlySpan<string> path)
    {
        var value = json.At(path);
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return ""; // Half of a surrogate pair has no decoded form.
        }
    }

    /// <summary>Whether the value at the end of the path is true.</summary>
    public static bool IsTrue(this JsonElement json, params ReadOnlySpan<string> path) => json.At(path).ValueKind == JsonValueKind.True;

    /// <summary>The items at the end of the path; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, params ReadOnlySpan<string> path)
    {
        var value = json.At(path);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
    }
}
