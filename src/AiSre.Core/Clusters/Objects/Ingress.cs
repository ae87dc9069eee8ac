using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Ingress() : KubeObject("networking.k8s.io/v1", "Ingress")
{
    public IngressSpec Spec { get; init => field = value ?? IngressSpec.Empty; } = IngressSpec.Empty;

    public ServiceStatus Status { get; init => field = value ?? ServiceStatus.Empty; } = ServiceStatus.Empty;
}

public sealed record IngressSpec
{
    public static IngressSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string IngressClassName { get; init => field = value ?? ""; } = "";

    public IngressBackend? DefaultBackend { get; init; }

    public IReadOnlyList<IngressRule> Rules { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<IngressTls> Tls { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record IngressRule
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Host { get; init => field = value ?? ""; } = "";

    public IngressPaths? Http { get; init; }
}

public sealed record IngressPaths
{
    public IReadOnlyList<IngressPath> Paths { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record IngressPath
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Path { get; init => field = value ?? ""; } = "";

    public IngressBackend? Backend { get; init; }
}

public sealed record IngressBackend
{
    public IngressServiceBackend? Service { get; init; }
}

public sealed record IngressServiceBackend
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public IngressServicePort? Port { get; init; }
}

/// <summary>One of the two is set.</summary>
public sealed record IngressServicePort
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public int Number { get; init; }
}

public sealed record IngressTls
{
    public IReadOnlyList<string> Hosts { get; init => field = value.WithoutNulls(); } = [];

    [JsonConverter(typeof(SharedStringConverter))]
    public string SecretName { get; init => field = value ?? ""; } = "";
}
