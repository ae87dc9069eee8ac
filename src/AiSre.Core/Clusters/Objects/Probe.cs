using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>How the kubelet asks a container whether it started, lives, or is ready. At most one of the four ways is set.</summary>
public sealed record Probe
{
    public HttpProbe? HttpGet { get; init; }

    public TcpProbe? TcpSocket { get; init; }

    public GrpcProbe? Grpc { get; init; }

    public ExecProbe? Exec { get; init; }

    public int InitialDelaySeconds { get; init; }

    public int? TimeoutSeconds { get; init => field = value ?? 1; } = 1;

    public int? PeriodSeconds { get; init => field = value ?? 10; } = 10;

    public int? FailureThreshold { get; init => field = value ?? 3; } = 3;
}

public sealed record HttpProbe
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>A number, or the name of a container port.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Port { get; init => field = value ?? ""; } = "";

    /// <summary>Empty means HTTP.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Scheme { get; init => field = value ?? ""; } = "";
}

public sealed record TcpProbe
{
    /// <summary>A number, or the name of a container port.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Port { get; init => field = value ?? ""; } = "";
}

public sealed record GrpcProbe
{
    public int Port { get; init; }
}

public sealed record ExecProbe
{
    public IReadOnlyList<string> Command { get; init => field = value.WithoutNulls(); } = [];
}
