using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>One attempt to bring freight to a stage.</summary>
public sealed record Promotion() : KubeObject("kargo.akuity.io/v1alpha1", "Promotion")
{
    public PromotionSpec Spec { get; init => field = value ?? PromotionSpec.Empty; } = PromotionSpec.Empty;

    public PromotionStatus Status { get; init => field = value ?? PromotionStatus.Empty; } = PromotionStatus.Empty;
}

public sealed record PromotionSpec
{
    public static PromotionSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string Stage { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Freight { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<PromotionStep> Steps { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record PromotionStep
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Uses { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string As { get; init => field = value ?? ""; } = "";
}

public sealed record PromotionStatus
{
    public static PromotionStatus Empty { get; } = new();

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Errored</c> or <c>Aborted</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int CurrentStep { get; init; }

    public IReadOnlyList<PromotionStepResult> StepExecutionMetadata { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record PromotionStepResult
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Alias { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
