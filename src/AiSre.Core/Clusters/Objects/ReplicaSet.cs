namespace AiSre.Clusters.Objects;

/// <summary>Its pod template is not kept: a Deployment keeps ten old ReplicaSets, and the pods say the same.</summary>
public sealed record ReplicaSet() : KubeObject("apps/v1", "ReplicaSet")
{
    public ReplicaSetSpec Spec { get; init => field = value ?? ReplicaSetSpec.Empty; } = ReplicaSetSpec.Empty;

    public ReplicaSetStatus Status { get; init => field = value ?? ReplicaSetStatus.Empty; } = ReplicaSetStatus.Empty;
}

public sealed record ReplicaSetSpec
{
    public static ReplicaSetSpec Empty { get; } = new();

    public int? Replicas { get; init => field = value ?? 1; } = 1;
}

public sealed record ReplicaSetStatus
{
    public static ReplicaSetStatus Empty { get; } = new();

    public long ObservedGeneration { get; init; }

    public int Replicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int AvailableReplicas { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
