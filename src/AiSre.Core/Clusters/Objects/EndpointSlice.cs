using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record EndpointSlice() : KubeObject("discovery.k8s.io/v1", "EndpointSlice")
{
    public IReadOnlyList<SliceEndpoint> Endpoints { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record SliceEndpoint
{
    public EndpointConditions Conditions { get; init => field = value ?? EndpointConditions.Empty; } = EndpointConditions.Empty;

    public EndpointTarget? TargetRef { get; init; }
}

public sealed record EndpointConditions
{
    public static EndpointConditions Empty { get; } = new();

    /// <summary>Null means ready, as the API says.</summary>
    public bool? Ready { get; init; }
}

public sealed record EndpointTarget
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";
}
