using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record StorageClass() : KubeObject("storage.k8s.io/v1", "StorageClass")
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Provisioner { get; init => field = value ?? ""; } = "";

    /// <summary><c>Immediate</c> (when empty) or <c>WaitForFirstConsumer</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string VolumeBindingMode { get; init => field = value ?? ""; } = "";
}
