namespace AiSre.Clusters.Objects;

/// <summary>A route of any protocol: the others differ in how they match, not in where they send.</summary>
public sealed record HttpRoute() : KubeObject("gateway.networking.k8s.io/v1", "HTTPRoute")
{
    public HttpRouteSpec Spec { get; init => field = value ?? HttpRouteSpec.Empty; } = HttpRouteSpec.Empty;

    public RouteStatus Status { get; init => field = value ?? RouteStatus.Empty; } = RouteStatus.Empty;
}

public sealed record HttpRouteSpec
{
    public static HttpRouteSpec Empty { get; } = new();

    public IReadOnlyList<GatewayReference> ParentRefs { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<HttpRouteRule> Rules { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record HttpRouteRule
{
    public IReadOnlyList<GatewayReference> BackendRefs { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record RouteStatus
{
    public static RouteStatus Empty { get; } = new();

    public IReadOnlyList<RouteParentStatus> Parents { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record RouteParentStatus
{
    public GatewayReference? ParentRef { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
