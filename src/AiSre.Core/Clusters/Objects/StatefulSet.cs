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

    public string ServiceName { get; init => field = value ?? ""; } = "";

    public PodTemplate Template { get; init => field = value ?? PodTemplate.Empty; } = PodTemplate.Empty;
}

public sealed record StatefulSetStatus
{
    public static StatefulSetStatus Empty { get; } = new();

    public long ObservedGeneration { get; init; }

    public int Replicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int UpdatedReplicas { get; init; }
}
