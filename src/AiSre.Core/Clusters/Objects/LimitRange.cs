using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record LimitRange() : KubeObject("v1", "LimitRange")
{
    public LimitRangeSpec Spec { get; init => field = value ?? LimitRangeSpec.Empty; } = LimitRangeSpec.Empty;
}

public sealed record LimitRangeSpec
{
    public static LimitRangeSpec Empty { get; } = new();

    public IReadOnlyList<LimitRangeItem> Limits { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record LimitRangeItem
{
    /// <summary><c>Container</c>, <c>Pod</c> or <c>PersistentVolumeClaim</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    public StringMap Max { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public StringMap Min { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;
}
