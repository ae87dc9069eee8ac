using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record PersistentVolumeClaim() : KubeObject("v1", "PersistentVolumeClaim")
{
    public ClaimSpec Spec { get; init => field = value ?? ClaimSpec.Empty; } = ClaimSpec.Empty;

    public ClaimStatus Status { get; init => field = value ?? ClaimStatus.Empty; } = ClaimStatus.Empty;
}

public sealed record ClaimSpec
{
    public static ClaimSpec Empty { get; } = new();

    /// <summary>Null: the default class; empty: none, a volume must be bound by hand.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string? StorageClassName { get; init; }

    [JsonConverter(typeof(SharedStringConverter))]
    public string VolumeName { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string> AccessModes { get; init => field = value.WithoutNulls(); } = [];

    public ContainerResources Resources { get; init => field = value ?? ContainerResources.Empty; } = ContainerResources.Empty;
}

public sealed record ClaimStatus
{
    public static ClaimStatus Empty { get; } = new();

    /// <summary><c>Pending</c>, <c>Bound</c> or <c>Lost</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
