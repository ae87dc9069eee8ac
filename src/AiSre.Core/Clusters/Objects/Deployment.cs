namespace AiSre.Clusters.Objects;

public sealed record Deployment() : KubeObject("apps/v1", "Deployment")
{
    public DeploymentSpec Spec { get; init => field = value ?? DeploymentSpec.Empty; } = DeploymentSpec.Empty;

    public DeploymentStatus Status { get; init => field = value ?? DeploymentStatus.Empty; } = DeploymentStatus.Empty;
}

public sealed record DeploymentSpec
{
    public static DeploymentSpec Empty { get; } = new();

    /// <summary>1 where the manifest does not say, as the API server defaults it.</summary>
    public int? Replicas { get; init => field = value ?? 1; } = 1;

    public bool Paused { get; init; }

    /// <summary>Seconds; 600 where the manifest does not say.</summary>
    public int? ProgressDeadlineSeconds { get; init => field = value ?? 600; } = 600;

    public PodTemplate Template { get; init => field = value ?? PodTemplate.Empty; } = PodTemplate.Empty;
}

public sealed record DeploymentStatus
{
    public static DeploymentStatus Empty { get; } = new();

    public long ObservedGeneration { get; init; }

    public int Replicas { get; init; }

    public int UpdatedReplicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int AvailableReplicas { get; init; }

    public int UnavailableReplicas { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>What a workload makes its pods from.</summary>
public sealed record PodTemplate
{
    public static PodTemplate Empty { get; } = new();

    public ObjectMeta Metadata { get; init => field = value ?? ObjectMeta.Empty; } = ObjectMeta.Empty;

    public PodSpec Spec { get; init => field = value ?? PodSpec.Empty; } = PodSpec.Empty;
}
