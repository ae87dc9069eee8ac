namespace AiSre.Clusters.Objects;

public sealed record DaemonSet() : KubeObject("apps/v1", "DaemonSet")
{
    public DaemonSetSpec Spec { get; init => field = value ?? DaemonSetSpec.Empty; } = DaemonSetSpec.Empty;

    public DaemonSetStatus Status { get; init => field = value ?? DaemonSetStatus.Empty; } = DaemonSetStatus.Empty;
}

public sealed record DaemonSetSpec
{
    public static DaemonSetSpec Empty { get; } = new();

    public WorkloadStrategy? UpdateStrategy { get; init; }

    public PodTemplate Template { get; init => field = value ?? PodTemplate.Empty; } = PodTemplate.Empty;
}

public sealed record DaemonSetStatus
{
    public static DaemonSetStatus Empty { get; } = new();

    public long ObservedGeneration { get; init; }

    public int DesiredNumberScheduled { get; init; }

    public int CurrentNumberScheduled { get; init; }

    public int NumberReady { get; init; }

    public int NumberAvailable { get; init; }

    public int NumberUnavailable { get; init; }

    public int UpdatedNumberScheduled { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
