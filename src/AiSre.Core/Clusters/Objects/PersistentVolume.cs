using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record PersistentVolume() : KubeObject("v1", "PersistentVolume")
{
    public VolumeSpec Spec { get; init => field = value ?? VolumeSpec.Empty; } = VolumeSpec.Empty;

    public VolumeStatus Status { get; init => field = value ?? VolumeStatus.Empty; } = VolumeStatus.Empty;
}

public sealed record VolumeSpec
{
    public static VolumeSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string StorageClassName { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string> AccessModes { get; init => field = value.WithoutNulls(); } = [];

    public StringMap Capacity { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public EndpointTarget? ClaimRef { get; init; }

    public VolumeNodeAffinity? NodeAffinity { get; init; }
}

public sealed record VolumeNodeAffinity
{
    public NodeSelector? Required { get; init; }
}

public sealed record VolumeStatus
{
    public static VolumeStatus Empty { get; } = new();

    /// <summary><c>Pending</c>, <c>Available</c>, <c>Bound</c>, <c>Released</c> or <c>Failed</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
