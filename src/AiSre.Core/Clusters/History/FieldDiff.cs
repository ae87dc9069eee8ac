using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Clusters.History;

/// <summary>One field that differs: <c>spec.template.spec.containers[app].image</c>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Before">What it was, as JSON without the quotes of a text; null when it was not there.</param>
/// <param name="After">What it became; null when it is not there any more.</param>
public sealed record FieldChange(string Path, string? Before, string? After);

/// <summary>Compares two objects field by field. Pure.</summary>
public static class FieldDiff
{
    /// <summary>What lists of Kubernetes are keyed by, the first that all items have.</summary>
    internal static readonly string[] Keys = ["name", "containerPort", "port", "mountPath", "ip", "type", "key"];

    /// <summary>The fields that differ, in the order of the paths. Items of a list are compared by their name where they have one.</summary>
    public static ImmutableArray<FieldChange> Between(JsonElement before, JsonElement after)
    {
        var changes = new List<FieldChange>();
        Compare("", before, after, changes);
        return [.. changes.Where(change => !IsDefault(change)).OrderBy(change => change.Path, StringComparer.Ordinal)];
    }

    // The API server writes these into every new container; nobody has chosen them.
    private static bool IsDefault(FieldChange change) => (change.Before is null ? change.After : change.After is null ? change.Before : null) switch
    {
        "/dev/termination-log" => change.Path.EndsWith(".terminationMessagePath", StringComparison.Ordinal),
        "File" => change.Path.EndsWith(".terminationMessagePolicy", StringComparison.Ordinal),
        "{}" => change.Path.EndsWith(".resources", StringComparison.Ordinal),
        _ => false,
    };

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<FieldChange> changes)
    {
        if (before is { } old && after is { } now)
        {
            if (old.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
            {
                Compare(path, Fields(old, path), Fields(now, path), changes);
                return;
            }

            if (old.ValueKind == JsonValueKind.Array && now.ValueKind == JsonValueKind.Array)
            {
                var key = Keys.FirstOrDefault(key => IsKey(old, key) && IsKey(now, key));
                Compare(path, Items(old, path, key), Items(now, path, key), changes);
                return;
            }

            if (JsonElement.DeepEquals(old, now))
            {
                return;
            }
        }

        Add(path, before, after, changes);
    }

    private static void Compare(string path, Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after, List<FieldChange> changes)
    {
        foreach (var name in before.Keys.Union(after.Keys))
        {
            Compare(name, before.TryGetValue(name, out var old) ? old : null, after.TryGetValue(name, out var now) ? now : null, changes);
        }
    }

    // What is new or gone as a whole is told field by field as long as that is short.
    private static void Add(string path, JsonElement? before, JsonElement? after, List<FieldChange> changes)
    {
        var only = before is null ? after : after is null ? before : null;
        if (only is { ValueKind: JsonValueKind.Object } value && value.EnumerateObject().Any())
        {
            foreach (var (fieldPath, field) in Fields(value, path))
            {
                Compare(fieldPath, before is null ? null : field, after is null ? null : field, changes);
            }

            return;
        }

        if (only is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && Keys.FirstOrDefault(key => IsKey(list, key)) is { } name)
        {
            foreach (var (itemPath, item) in Items(list, path, name))
            {
                Compare(itemPath, before is null ? null : item, after is null ? null : item, changes);
            }

            return;
        }

        changes.Add(new FieldChange(path, Text(before), Text(after)));
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement value, string path) => value.EnumerateObject()
        .GroupBy(property => property.Name, StringComparer.Ordinal)
        .ToDictionary(
            same => same.Key.Contains('.', StringComparison.Ordinal) || same.Key.Contains('/', StringComparison.Ordinal) ? $"{path}[{same.Key}]"
                : path.Length == 0 ? same.Key : $"{path}.{same.Key}",
            same => same.Last().Value,
            StringComparer.Ordinal);

    private static Dictionary<string, JsonElement> Items(JsonElement list, string path, string? key) => list.EnumerateArray()
        .Select((item, index) => (Name: $"{path}[{(key is null ? index.ToString(System.Globalization.CultureInfo.InvariantCulture) : item.GetProperty(key).ToString())}]", Item: item))
        .ToDictionary(pair => pair.Name, pair => pair.Item, StringComparer.Ordinal);

    private static bool IsKey(JsonElement list, string key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return list.EnumerateArray().All(item =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out var name)
            && name.ValueKind is JsonValueKind.String or JsonValueKind.Number && seen.Add(name.ToString()));
    }

    private static string? Text(JsonElement? value) => value is not { } known ? null
        : known.ValueKind == JsonValueKind.String ? known.GetString() : known.GetRawText();
}
