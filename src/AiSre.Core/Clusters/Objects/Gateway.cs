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

    public int Port { get; init; }
}
