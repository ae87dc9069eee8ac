using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record StatefulSet() : KubeObject("apps/v1", "StatefulSet")
{
    public StatefulSetSpec Spec { get; init => field = value ?? StatefulSetSpec.Empty; } = StatefulSetSpec.Empty;

    public StatefulSetStatus Status { get; init => field = value ?? StatefulSetStatus.Empty; } = StatefulSetStatus.Empty;
}

public sealed record StatefulSetSpec
{
    public static StatefulSetSpec Empty { get; } = new();

    public int? Replicas { get; init => field = value ?? 1; } = 1;

    [JsonConverter(typeof(SharedStringConverter))]
    public string ServiceName { get; init => field = value ?? ""; } = "";

    public WorkloadStrategy? UpdateStrategy { get; init; }

    public PodTemplate Template { get; init => field = value ?? PodTemplate.Empty; } = PodTemplate.Empty;

    public IReadOnlyList<PersistentVolumeClaim> VolumeClaimTemplates { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record StatefulSetStatus
{
    public static StatefulSetStatus Empty { get; } = new();

    public long ObservedGeneration { get; init; }

    public int Replicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int CurrentReplicas { get; init; }

    public int UpdatedReplicas { get; init; }

    [JsonConverter(typeof(SharedStringConverter))]
    public string CurrentRevision { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string UpdateRevision { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record WorkloadStrategy
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    public RollingUpdate? RollingUpdate { get; init; }
}

public sealed record RollingUpdate
{
    public int? Partition { get; init; }
}
