using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Guardrails.Risk;

/// <summary>One value of a rendered object that changes.</summary>
/// <param name="Object">The object's address.</param>
/// <param name="Kind">The object's kind.</param>
/// <param name="Path">The field's path, down to the single value.</param>
/// <param name="Before">The value as text; null where it was not there, or is a list or mapping.</param>
/// <param name="After">The value as text; null where it is gone, or is a list or mapping.</param>
internal sealed record ChangedField(string Object, string Kind, string Path, string? Before, string? After)
{
    /// <summary>The field and all that it is below of, the longest first.</summary>
    public IEnumerable<string> Ways
    {
        get
        {
            yield return Path;
            for (var end = Path.Length - 1; end > 0; end--)
            {
                if (Path[end] is '.' or '[')
                {
                    yield return Path[..end];
                }
            }
        }
    }
}

/// <summary>Takes rendered differences apart into single values. Pure.</summary>
internal static class ChangedFields
{
    /// <summary>The kind of an address such as <c>Deployment/shop/checkout</c>.</summary>
    public static string KindOf(string address) => address.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? address[..slash] : address;

    /// <summary>Every value that differs of objects that are on both sides.</summary>
    /// <exception cref="JsonException">A value is no JSON.</exception>
    public static ImmutableArray<ChangedField> Of(ImmutableArray<RenderedChange> changes) =>
    [
        .. changes.Where(change => change.Kind == RenderedChangeKind.Changed).SelectMany(change => change.Fields.SelectMany(field => Leaves(change.Object, field))),
    ];

    private static IEnumerable<ChangedField> Leaves(string address, RenderedField field)
    {
        var kind = KindOf(address);
        var before = field.Before is null ? [] : Leaves(field.Path, field.Before);
        var after = field.After is null ? [] : Leaves(field.Path, field.After);
        foreach (var path in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            yield return new ChangedField(address, kind, path, before.GetValueOrDefault(path), after.GetValueOrDefault(path));
        }
    }

    private static Dictionary<string, string?> Leaves(string path, string json)
    {
        using var document = JsonDocument.Parse(json);
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add(path, document.RootElement, found);
        return found;
    }

    private static void Add(string path, JsonElement value, Dictionary<string, string?> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject())
                {
                    Add($"{path}.{member.Name}", member.Value, found);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                var (index, used) = (0, new HashSet<string>(StringComparer.Ordinal));
                foreach (var item in value.EnumerateArray())
                {
                    var name = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
                    // Of two items of one name neither may hide the other.
                    Add($"{path}[{(name is not null && used.Add(name) ? name : index.ToString(System.Globalization.CultureInfo.InvariantCulture))}]", item, found);
                    index++;
                }

                break;
            default:
                found[path] = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : value.ToString();
                break;
        }
    }
}
