using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Pod() : KubeObject("v1", "Pod")
{
    [JsonConverter(typeof(SharedPodSpecConverter))]
    public PodSpec Spec { get; init => field = value ?? PodSpec.Empty; } = PodSpec.Empty;

    public PodStatus Status { get; init => field = value ?? PodStatus.Empty; } = PodStatus.Empty;

    /// <summary>Every container with its status, init containers first, as the kubelet starts them.</summary>
    [JsonIgnore]
    public IEnumerable<RunningContainer> Containers =>
        Pair(Spec.InitContainers, Status.InitContainerStatuses, ContainerRole.Init)
            .Concat(Pair(Spec.Containers, Status.ContainerStatuses, ContainerRole.Main))
            .Concat(Pair(Spec.EphemeralContainers, Status.EphemeralContainerStatuses, ContainerRole.Ephemeral));

    private static IEnumerable<RunningContainer> Pair(
        IReadOnlyList<Container> specs, IReadOnlyList<ContainerStatus> statuses, ContainerRole role)
    {
        foreach (var spec in specs)
        {
            yield return new RunningContainer(spec, statuses.FirstOrDefault(status => status.Name == spec.Name), role);
        }

        // A status without a spec: partial input, such as what `kubectl describe` shows of some versions.
        foreach (var status in statuses)
        {
            if (specs.All(spec => spec.Name != status.Name))
            {
                yield return new RunningContainer(new Container { Name = status.Name, Image = status.Image }, status, role);
            }
        }
    }
}

/// <param name="Spec">What was asked for.</param>
/// <param name="Status">What became of it; null while the kubelet has said nothing.</param>
/// <param name="Role">In which of the pod's three lists it stands.</param>
public readonly record struct RunningContainer(Container Spec, ContainerStatus? Status, ContainerRole Role);

public enum ContainerRole
{
    Init,
    Main,
    Ephemeral,
}

public sealed record PodStatus
{
    public static PodStatus Empty { get; } = new();

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StartTime { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<ContainerStatus> EphemeralContainerStatuses { get; init => field = value.WithoutNulls(); } = [];
}
