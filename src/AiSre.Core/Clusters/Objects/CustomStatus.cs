using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>What custom resources commonly say of themselves.</summary>
public sealed record CustomStatus
{
    public static CustomStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Of many shapes: a text, or an object with a message.</summary>
    public JsonElement Error { get; init; }

    /// <summary>Of a ValidatingAdmissionPolicy: what the API server thinks of its expressions.</summary>
    public JsonElement TypeChecking { get; init; }

    /// <summary>Of a ResourceClaim: the devices that it got.</summary>
    public JsonElement Allocation { get; init; }

    /// <summary>Of an object that sums its health up: a text, or an object with a status, as in Argo CD's applications.</summary>
    public JsonElement Health { get; init; }

    /// <summary>Of a subscription of the Operator Lifecycle Manager.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string State { get; init => field = value ?? ""; } = "";

    /// <summary>Of a catalog source of the Operator Lifecycle Manager.</summary>
    public CatalogConnection? ConnectionState { get; init; }
}

public sealed record CatalogConnection
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string LastObservedState { get; init => field = value ?? ""; } = "";
}
