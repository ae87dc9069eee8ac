using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>What a pod, or a workload's pod template, asks for.</summary>
public sealed record PodSpec
{
    public static PodSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string NodeName { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string ServiceAccountName { get; init => field = value ?? ""; } = "";

    /// <summary><c>Always</c>, <c>OnFailure</c> or <c>Never</c>; empty means <c>Always</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string RestartPolicy { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string PriorityClassName { get; init => field = value ?? ""; } = "";

    /// <summary>Empty means <c>default-scheduler</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string SchedulerName { get; init => field = value ?? ""; } = "";

    public bool HostNetwork { get; init; }

    /// <summary>Whether the pod, rather than a container of it, has a security context.</summary>
    [JsonPropertyName("securityContext")]
    [JsonConverter(typeof(PresenceConverter))]
    public bool HasSecurityContext { get; init; }

    public StringMap NodeSelector { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public Affinity? Affinity { get; init; }

    public IReadOnlyList<Toleration> Tolerations { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<Container> Containers { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<Container> InitContainers { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<Container> EphemeralContainers { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Without the one that every pod has for its own token, which is named anew for each.</summary>
    public IReadOnlyList<Volume> Volumes { get; init => field = value.WithoutNulls().Without(volume => volume.IsOwnToken); } = [];

    /// <summary>Credentials for registries.</summary>
    public IReadOnlyList<NameReference> ImagePullSecrets { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>A reference to an object of a known kind in the same namespace.</summary>
public sealed record NameReference
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";
}
