using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record NetworkPolicy() : KubeObject("networking.k8s.io/v1", "NetworkPolicy")
{
    public NetworkPolicySpec Spec { get; init => field = value ?? NetworkPolicySpec.Empty; } = NetworkPolicySpec.Empty;
}

public sealed record NetworkPolicySpec
{
    public static NetworkPolicySpec Empty { get; } = new();

    public LabelSelector? PodSelector { get; init; }

    /// <summary><c>Ingress</c>, <c>Egress</c>; when empty, Ingress, and Egress where there are egress rules.</summary>
    public IReadOnlyList<string> PolicyTypes { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<NetworkPolicyRule> Ingress { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<NetworkPolicyRule> Egress { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>Allows traffic: from or to any of the peers (all, when there is none) on any of the ports (all, when there is none).</summary>
public sealed record NetworkPolicyRule
{
    public IReadOnlyList<NetworkPolicyPeer> From { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<NetworkPolicyPeer> To { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<NetworkPolicyPort> Ports { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record NetworkPolicyPeer
{
    public LabelSelector? PodSelector { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public NetworkBlock? IpBlock { get; init; }
}

public sealed record NetworkBlock
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Cidr { get; init => field = value ?? ""; } = "";
}

public sealed record NetworkPolicyPort
{
    /// <summary>A number, or the name of a container port; empty means all.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Port { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Protocol { get; init => field = value ?? ""; } = "";

    public int EndPort { get; init; }
}
