using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>What the kubelet reports of one container.</summary>
public sealed record ContainerStatus
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>As the runtime writes it, which may differ from the spec's spelling.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Image { get; init => field = value ?? ""; } = "";

    public bool Ready { get; init; }

    public int RestartCount { get; init; }

    public ContainerState State { get; init => field = value ?? ContainerState.Empty; } = ContainerState.Empty;

    /// <summary>How the run before ended.</summary>
    public ContainerState LastState { get; init => field = value ?? ContainerState.Empty; } = ContainerState.Empty;
}

/// <summary>At most one of the three is set.</summary>
public sealed record ContainerState
{
    public static ContainerState Empty { get; } = new();

    public WaitingState? Waiting { get; init; }

    public RunningState? Running { get; init; }

    public TerminatedState? Terminated { get; init; }
}

public sealed record WaitingState
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record RunningState
{
    public DateTimeOffset? StartedAt { get; init; }
}

public sealed record TerminatedState
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public int ExitCode { get; init; }

    public int Signal { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
