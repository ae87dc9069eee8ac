using System.Text.Json;

namespace AiSre.Remediation.Proof;

/// <summary>Looks into JSON that others wrote: what is not there, or not in the expected shape, is empty.</summary>
internal static class JsonWalk
{
    /// <summary>The value at the end of a way of keys; null when there is none, or it is null.</summary>
    public static JsonElement? At(this JsonElement json, params ReadOnlySpan<string> keys)
    {
        var current = json;
        foreach (var key in keys)
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(key, out current))
            {
                return null;
            }
        }

        return current.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : current;
    }

    /// <summary>A text at the end of a way of keys; empty when there is none.</summary>
    public static string TextAt(this JsonElement json, params ReadOnlySpan<string> keys) =>
        json.At(keys) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>The items of a list.</summary>
    public static IEnumerable<JsonElement> ItemsAt(this JsonElement json, params ReadOnlySpan<string> keys) =>
        json.At(keys) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The keys of a mapping.</summary>
    public static IEnumerable<string> KeysAt(this JsonElement json, params ReadOnlySpan<string> keys) =>
        json.At(keys) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject().Select(member => member.Name) : [];
}
