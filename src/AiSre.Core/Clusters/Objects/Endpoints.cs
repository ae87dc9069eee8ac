namespace AiSre.Clusters.Objects;

/// <summary>The older form of <see cref="EndpointSlice"/>; only read from files.</summary>
public sealed record Endpoints() : KubeObject("v1", "Endpoints")
{
    public IReadOnlyList<EndpointSubset> Subsets { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record EndpointSubset
{
    public IReadOnlyList<EndpointAddress> Addresses { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<EndpointAddress> NotReadyAddresses { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record EndpointAddress
{
    public EndpointTarget? TargetRef { get; init; }
}
