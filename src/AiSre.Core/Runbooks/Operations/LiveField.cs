using System.Globalization;
using System.Text.Json;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;

namespace AiSre.Runbooks.Operations;

/// <summary>Looks up fields of objects as the cluster has them.</summary>
public static class LiveField
{
    /// <summary>What the field holds; null when it is not there, or holds nothing.</summary>
    public static JsonElement? Find(JsonElement json, FieldPath path)
    {
        JsonElement? node = json;
        foreach (var step in path.Steps)
        {
            node = node switch
            {
                { ValueKind: JsonValueKind.Object } map => map.TryGetProperty(step, out var value) ? value : null,
                { ValueKind: JsonValueKind.Array } list => Item(list, step),
                _ => null,
            };
        }

        return node is { ValueKind: JsonValueKind.Null } ? null : node;
    }

    private static JsonElement? Item(JsonElement list, string step)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && FieldDiff.Keys.Any(key => item.TryGetProperty(key, out var name) && name.ToString() == step))
            {
                return item;
            }
        }

        return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.GetArrayLength() ? list[index] : null;
    }
}
