using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record PodDisruptionBudget() : KubeObject("policy/v1", "PodDisruptionBudget")
{
    public DisruptionBudgetSpec Spec { get; init => field = value ?? DisruptionBudgetSpec.Empty; } = DisruptionBudgetSpec.Empty;

    public DisruptionBudgetStatus Status { get; init => field = value ?? DisruptionBudgetStatus.Empty; } = DisruptionBudgetStatus.Empty;
}

public sealed record DisruptionBudgetSpec
{
    public static DisruptionBudgetSpec Empty { get; } = new();

    /// <summary>A number or a percentage; empty when not set.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string MinAvailable { get; init => field = value ?? ""; } = "";

    /// <summary>Likewise.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string MaxUnavailable { get; init => field = value ?? ""; } = "";

    public LabelSelector? Selector { get; init; }
}

public sealed record DisruptionBudgetStatus
{
    public static DisruptionBudgetStatus Empty { get; } = new();

    public int DisruptionsAllowed { get; init; }

    public int CurrentHealthy { get; init; }

    public int DesiredHealthy { get; init; }

    public int ExpectedPods { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
