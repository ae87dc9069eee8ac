using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>A set of artifacts that Kargo promotes together.</summary>
public sealed record Freight() : KubeObject("kargo.akuity.io/v1alpha1", "Freight")
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Alias { get; init => field = value ?? ""; } = "";

    public FreightOrigin? Origin { get; init; }
}
