using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>A step on the way to production in Kargo.</summary>
public sealed record Stage() : KubeObject("kargo.akuity.io/v1alpha1", "Stage")
{
    public StageSpec Spec { get; init => field = value ?? StageSpec.Empty; } = StageSpec.Empty;

    public StageStatus Status { get; init => field = value ?? StageStatus.Empty; } = StageStatus.Empty;
}

public sealed record StageSpec
{
    public static StageSpec Empty { get; } = new();

    public IReadOnlyList<FreightRequest> RequestedFreight { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record FreightRequest
{
    public FreightOrigin? Origin { get; init; }

    public FreightSources? Sources { get; init; }
}

public sealed record FreightOrigin
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record FreightSources
{
    /// <summary>Straight from the warehouse.</summary>
    public bool Direct { get; init; }

    public IReadOnlyList<string> Stages { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record StageStatus
{
    public static StageStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    public PromotionReference? LastPromotion { get; init; }

    public StageHealth? Health { get; init; }

    /// <summary>What the stage has run, the newest first.</summary>
    public IReadOnlyList<StageFreight> FreightHistory { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>Freight that a stage has run, and how its verifications went.</summary>
public sealed record StageFreight
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<StageVerification> VerificationHistory { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record StageVerification
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Successful</c>, <c>Failed</c>, <c>Error</c>, <c>Aborted</c> or <c>Inconclusive</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>The run of Argo Rollouts that verifies; null when none could be started.</summary>
    public EndpointTarget? AnalysisRun { get; init; }
}

public sealed record PromotionReference
{
    public string Name { get; init => field = value ?? ""; } = "";

    public PromotionStatus? Status { get; init; }
}

public sealed record StageHealth
{
    /// <summary><c>Healthy</c>, <c>Unhealthy</c>, <c>Progressing</c>, <c>Unknown</c> or <c>NotApplicable</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string> Issues { get; init => field = value.WithoutNulls(); } = [];
}
