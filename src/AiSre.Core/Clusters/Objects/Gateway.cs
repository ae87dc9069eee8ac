using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Gateway() : KubeObject("gateway.networking.k8s.io/v1", "Gateway")
{
    public GatewaySpec Spec { get; init => field = value ?? GatewaySpec.Empty; } = GatewaySpec.Empty;

    public GatewayStatus Status { get; init => field = value ?? GatewayStatus.Empty; } = GatewayStatus.Empty;
}

public sealed record GatewaySpec
{
    public static GatewaySpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string GatewayClassName { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<GatewayListener> Listeners { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record GatewayListener
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Hostname { get; init => field = value ?? ""; } = "";

    public GatewayTls? Tls { get; init; }

    public GatewayAllowedRoutes? AllowedRoutes { get; init; }
}

/// <summary>Which routes may attach to a listener.</summary>
public sealed record GatewayAllowedRoutes
{
    public GatewayRouteNamespaces? Namespaces { get; init; }
}

public sealed record GatewayRouteNamespaces
{
    /// <summary><c>Same</c> (when empty), <c>All</c>, <c>Selector</c> or <c>None</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string From { get; init => field = value ?? ""; } = "";

    public LabelSelector? Selector { get; init; }
}

public sealed record GatewayTls
{
    public IReadOnlyList<GatewayReference> CertificateRefs { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record GatewayStatus
{
    public static GatewayStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<GatewayListenerStatus> Listeners { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record GatewayListenerStatus
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>Names an object; in the referring object's namespace where it names none.</summary>
public sealed record GatewayReference
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Group { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Namespace { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The listener that is meant; empty means any.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string SectionName { get; init => field = value ?? ""; } = "";

    public int Port { get; init; }
}
