using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Node() : KubeObject("v1", "Node")
{
    public NodeSpec Spec { get; init => field = value ?? NodeSpec.Empty; } = NodeSpec.Empty;

    public NodeStatus Status { get; init => field = value ?? NodeStatus.Empty; } = NodeStatus.Empty;
}

public sealed record NodeSpec
{
    public static NodeSpec Empty { get; } = new();

    /// <summary>True when cordoned.</summary>
    public bool Unschedulable { get; init; }

    public IReadOnlyList<Taint> Taints { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record Taint
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Key { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Value { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Effect { get; init => field = value ?? ""; } = "";
}

public sealed record NodeStatus
{
    public static NodeStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Quantities by resource name that pods may use.</summary>
    public StringMap Allocatable { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;
}
