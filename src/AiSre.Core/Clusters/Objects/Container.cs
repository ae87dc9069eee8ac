using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Container
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>As the manifest writes it; not necessarily a valid reference.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Image { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string ImagePullPolicy { get; init => field = value ?? ""; } = "";

    /// <summary><c>Always</c> on an init container makes it a sidecar.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string RestartPolicy { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string> Command { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<string> Args { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<ContainerPort> Ports { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<EnvironmentVariable> Env { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<EnvironmentSource> EnvFrom { get; init => field = value.WithoutNulls(); } = [];

    public ContainerResources Resources { get; init => field = value ?? ContainerResources.Empty; } = ContainerResources.Empty;

    /// <summary>Without that of the pod's own token.</summary>
    public IReadOnlyList<VolumeMount> VolumeMounts { get; init => field = value.WithoutNulls().Without(mount => mount.MountPath == "/var/run/secrets/kubernetes.io/serviceaccount"); } = [];

    public Probe? LivenessProbe { get; init; }

    public Probe? ReadinessProbe { get; init; }

    public Probe? StartupProbe { get; init; }

    public ContainerSecurity? SecurityContext { get; init; }
}

public sealed record ContainerPort
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("containerPort")]
    public int Number { get; init; }

    public int HostPort { get; init; }

    /// <summary>Empty means TCP.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Protocol { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerSecurity
{
    public bool? Privileged { get; init; }
}

/// <summary>Quantities by resource name: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>, <c>nvidia.com/gpu</c>.</summary>
public sealed record ContainerResources
{
    public static ContainerResources Empty { get; } = new();

    public StringMap Requests { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public StringMap Limits { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

public sealed record VolumeMount
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string MountPath { get; init => field = value ?? ""; } = "";
}
