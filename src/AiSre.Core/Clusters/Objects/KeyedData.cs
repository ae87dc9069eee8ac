using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>What is kept of a ConfigMap's or Secret's data: never a value.</summary>
/// <param name="Keys">The names of the keys.</param>
/// <param name="Bytes">How long all values are together, as written.</param>
/// <param name="Certificates">When the certificates under keys that end in <c>.crt</c> or <c>.pem</c> end; UTC.</param>
[JsonConverter(typeof(KeyedDataConverter))]
public sealed record KeyedData(IReadOnlyList<string> Keys, long Bytes, IReadOnlyDictionary<string, DateTimeOffset> Certificates)
{
    public static KeyedData Empty { get; } = new([], 0, new Dictionary<string, DateTimeOffset>());
}
