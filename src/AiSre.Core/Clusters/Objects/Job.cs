namespace AiSre.Clusters.Objects;

public sealed record Job() : KubeObject("batch/v1", "Job")
{
    public JobSpec Spec { get; init => field = value ?? JobSpec.Empty; } = JobSpec.Empty;

    public JobStatus Status { get; init => field = value ?? JobStatus.Empty; } = JobStatus.Empty;
}

public sealed record JobSpec
{
    public static JobSpec Empty { get; } = new();

    public bool Suspend { get; init; }

    public int? BackoffLimit { get; init => field = value ?? 6; } = 6;

    public PodTemplate Template { get; init => field = value ?? PodTemplate.Empty; } = PodTemplate.Empty;
}

public sealed record JobStatus
{
    public static JobStatus Empty { get; } = new();

    public int Active { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? CompletionTime { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
