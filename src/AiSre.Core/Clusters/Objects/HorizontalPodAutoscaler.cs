using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record HorizontalPodAutoscaler() : KubeObject("autoscaling/v2", "HorizontalPodAutoscaler")
{
    public AutoscalerSpec Spec { get; init => field = value ?? AutoscalerSpec.Empty; } = AutoscalerSpec.Empty;

    public AutoscalerStatus Status { get; init => field = value ?? AutoscalerStatus.Empty; } = AutoscalerStatus.Empty;
}

public sealed record AutoscalerSpec
{
    public static AutoscalerSpec Empty { get; } = new();

    public ScaleTarget? ScaleTargetRef { get; init; }

    public int? MinReplicas { get; init => field = value ?? 1; } = 1;

    public int MaxReplicas { get; init; }

    public IReadOnlyList<MetricSpec> Metrics { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record ScaleTarget
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record MetricSpec
{
    /// <summary><c>Resource</c>, <c>Pods</c>, <c>Object</c>, <c>External</c> or <c>ContainerResource</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    public NameReference? Resource { get; init; }
}

public sealed record AutoscalerStatus
{
    public static AutoscalerStatus Empty { get; } = new();

    public int CurrentReplicas { get; init; }

    public int DesiredReplicas { get; init; }

    public DateTimeOffset? LastScaleTime { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
