using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record GatewayClass() : KubeObject("gateway.networking.k8s.io/v1", "GatewayClass")
{
    public GatewayClassSpec Spec { get; init => field = value ?? GatewayClassSpec.Empty; } = GatewayClassSpec.Empty;

    public ConditionsStatus Status { get; init => field = value ?? ConditionsStatus.Empty; } = ConditionsStatus.Empty;
}

public sealed record GatewayClassSpec
{
    public static GatewayClassSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string ControllerName { get; init => field = value ?? ""; } = "";
}

/// <summary>A status of which only the conditions are read.</summary>
public sealed record ConditionsStatus
{
    public static ConditionsStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
