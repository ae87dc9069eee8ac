using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record CronJob() : KubeObject("batch/v1", "CronJob")
{
    public CronJobSpec Spec { get; init => field = value ?? CronJobSpec.Empty; } = CronJobSpec.Empty;

    public CronJobStatus Status { get; init => field = value ?? CronJobStatus.Empty; } = CronJobStatus.Empty;
}

public sealed record CronJobSpec
{
    public static CronJobSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string Schedule { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string TimeZone { get; init => field = value ?? ""; } = "";

    public bool Suspend { get; init; }

    public int? StartingDeadlineSeconds { get; init; }

    [JsonConverter(typeof(SharedStringConverter))]
    public string ConcurrencyPolicy { get; init => field = value ?? ""; } = "";

    public JobTemplate JobTemplate { get; init => field = value ?? JobTemplate.Empty; } = JobTemplate.Empty;
}

/// <summary>The Jobs that a CronJob makes.</summary>
public sealed record JobTemplate
{
    public static JobTemplate Empty { get; } = new();

    public JobSpec Spec { get; init => field = value ?? JobSpec.Empty; } = JobSpec.Empty;
}

public sealed record CronJobStatus
{
    public static CronJobStatus Empty { get; } = new();

    public DateTimeOffset? LastScheduleTime { get; init; }

    public DateTimeOffset? LastSuccessfulTime { get; init; }
}
