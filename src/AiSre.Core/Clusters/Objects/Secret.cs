using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>Read from files only, never from a cluster; and never a value: only the names of the keys and, for a certificate, its end.</summary>
public sealed record Secret() : KubeObject("v1", "Secret")
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    public KeyedData Data { get; init => field = value ?? KeyedData.Empty; } = KeyedData.Empty;

    public KeyedData StringData { get; init => field = value ?? KeyedData.Empty; } = KeyedData.Empty;
}
