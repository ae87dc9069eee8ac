using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>Labels, annotations, selectors: a handful of pairs, looked up by walking. A dictionary would cost several times the memory.</summary>
[JsonConverter(typeof(StringMapConverter))]
[SuppressMessage("Naming", "CA1710", Justification = "It is a map, and called so in Kubernetes' own schema.")]
public sealed class StringMap : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] pairs;

    internal StringMap(KeyValuePair<string, string>[] pairs) => this.pairs = pairs;

    public static StringMap Empty { get; } = new([]);

    public int Count => pairs.Length;

    /// <summary>The value, or null when the key is not there.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var pair in pairs)
            {
                if (pair.Key == key)
                {
                    return pair.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether every pair is also in the other map, as a selector's are in the labels it selects.</summary>
    public bool IsSubsetOf(StringMap other) => pairs.All(pair => other[pair.Key] == pair.Value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
