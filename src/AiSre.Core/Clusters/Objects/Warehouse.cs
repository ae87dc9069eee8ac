using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects;

/// <summary>Where Kargo discovers new artifacts.</summary>
public sealed record Warehouse() : KubeObject("kargo.akuity.io/v1alpha1", "Warehouse")
{
    public WarehouseStatus Status { get; init => field = value ?? WarehouseStatus.Empty; } = WarehouseStatus.Empty;
}

public sealed record WarehouseStatus
{
    public static WarehouseStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    [JsonPropertyName("lastFreightID")]
    public string LastFreightId { get; init => field = value ?? ""; } = "";
}
