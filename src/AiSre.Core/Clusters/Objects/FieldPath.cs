using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace AiSre.Clusters.Objects;

/// <summary>
/// Names a field of a Kubernetes object as pages and diagnoses do: <c>spec.template.spec.containers[app].image</c>. An item of a list is named by
/// its key, and so is a key that has dots or slashes: <c>nodeSelector[kubernetes.io/arch]</c>.
/// </summary>
public sealed class FieldPath : IEquatable<FieldPath>
{
    /// <summary>The lists whose items Kubernetes merges by a key, with that key.</summary>
    private static readonly FrozenDictionary<string, string> Lists = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["imagePullSecrets"] = "name",
        ["hostAliases"] = "ip",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ImmutableArray<bool> _items;

    private FieldPath(ImmutableArray<(string Name, bool IsItem)> steps)
    {
        Steps = [.. steps.Select(step => step.Name)];
        _items = [.. steps.Select((step, index) => step.IsItem || (index > 0 && Lists.ContainsKey(steps[index - 1].Name)))];
    }

    /// <summary>The names on the way: <c>containers</c>, <c>app</c>, <c>image</c>.</summary>
    public ImmutableArray<string> Steps { get; }

    /// <summary>Reads a path; brackets name an item or a key.</summary>
    public static FieldPath Parse(string text) => new([.. Split(text)]);

    /// <summary>A path of these steps.</summary>
    public static FieldPath Of(params ReadOnlySpan<string> steps) => new([.. steps.ToArray().Select(step => (step, false))]);

    /// <summary>Whether a step names an item of a list, and not a key of a mapping.</summary>
    public bool IsItem(int index) => _items[index];

    /// <summary>The key by which the items of a list are merged; null for lists that are taken as a whole.</summary>
    public static string? KeyOfItems(string list) => Lists.GetValueOrDefault(list);

    /// <summary>The path further down.</summary>
    public FieldPath Then(params ReadOnlySpan<string> more) => new([.. Steps.Zip(_items), .. more.ToArray().Select(step => (step, false))]);

    /// <summary>The path with another one behind it.</summary>
    public FieldPath Then(FieldPath more) => new([.. Steps.Zip(_items), .. more.Steps.Zip(more._items)]);

    /// <summary>The path of an item of the list that this is.</summary>
    public FieldPath Item(string name) => new([.. Steps.Zip(_items), (name, true)]);

    public bool Equals(FieldPath? other) => other is not null && Steps.AsSpan().SequenceEqual(other.Steps.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    public override int GetHashCode() => Steps.Aggregate(0, HashCode.Combine);

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var index = 0; index < Steps.Length; index++)
        {
            var step = Steps[index];
            var isNamed = _items[index] || step.AsSpan().IndexOfAny("./[") >= 0;
            _ = isNamed ? text.Append('[').Append(step).Append(']') : text.Append(text.Length == 0 ? "" : ".").Append(step);
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, bool IsItem)> Split(string text)
    {
        for (var position = 0; position < text.Length;)
        {
            if (text[position] == '[' && text.IndexOf(']', position) is var close and > 0)
            {
                var name = text[(position + 1)..close];
                yield return (name, name.AsSpan().IndexOfAny("./") < 0);
                position = close + 1;
                continue;
            }

            var start = text[position] == '.' ? position + 1 : position;
            var end = start >= text.Length ? -1 : text.AsSpan(start).IndexOfAny('.', '[');
            position = end < 0 ? text.Length : start + Math.Max(end, 1);
            yield return (text[start..position], false);
        }
    }
}
