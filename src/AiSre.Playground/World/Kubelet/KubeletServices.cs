using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Registries;

namespace AiSre.Playground.World.Kubelet;

/// <summary>What a kubelet works with.</summary>
internal sealed record KubeletServices(
    ClusterStore Store,
    RegistryNetwork Registries,
    ImageCatalogue Images,
    NodeImages OnNodes,
    ContainerLogs Logs,
    EventRecorder Events,
    WorldOptions Options,
    TimeProvider Time)
{
    public DateTimeOffset Now => Time.GetUtcNow();
}
