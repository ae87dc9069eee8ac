using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Service() : KubeObject("v1", "Service")
{
    public ServiceSpec Spec { get; init => field = value ?? ServiceSpec.Empty; } = ServiceSpec.Empty;

    public ServiceStatus Status { get; init => field = value ?? ServiceStatus.Empty; } = ServiceStatus.Empty;
}

public sealed record ServiceSpec
{
    public static ServiceSpec Empty { get; } = new();

    /// <summary><c>ClusterIP</c> (when empty), <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("clusterIP")]
    public string ClusterIp { get; init => field = value ?? ""; } = "";

    /// <summary>Empty: somebody else writes the endpoints.</summary>
    public StringMap Selector { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public IReadOnlyList<ServicePort> Ports { get; init => field = value.WithoutNulls(); } = [];

    [JsonConverter(typeof(SharedStringConverter))]
    public string ExternalName { get; init => field = value ?? ""; } = "";

    public bool PublishNotReadyAddresses { get; init; }
}

public sealed record ServicePort
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public int Port { get; init; }

    /// <summary>A number or the name of a container port; empty means <see cref="Port"/>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string TargetPort { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Protocol { get; init => field = value ?? ""; } = "";
}

public sealed record ServiceStatus
{
    public static ServiceStatus Empty { get; } = new();

    public LoadBalancerStatus LoadBalancer { get; init => field = value ?? LoadBalancerStatus.Empty; } = LoadBalancerStatus.Empty;
}

public sealed record LoadBalancerStatus
{
    public static LoadBalancerStatus Empty { get; } = new();

    /// <summary>Where it can be reached; empty while it has no address.</summary>
    public IReadOnlyList<LoadBalancerAddress> Ingress { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record LoadBalancerAddress
{
    public string Ip { get; init => field = value ?? ""; } = "";

    public string Hostname { get; init => field = value ?? ""; } = "";
}
