using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World;

/// <summary>The logs on the nodes: of each container its present run and, as kubelets keep it, the one before.</summary>
public sealed class ContainerLogs : IContainerLogs
{
    private readonly ConcurrentDictionary<(string PodUid, string Container), Runs> logs = new();

    /// <summary>Begins a new run; the present one becomes the previous one.</summary>
    public void Begin(string podUid, string container) =>
        logs.AddOrUpdate((podUid, container), _ => new([], null), (_, runs) => new([], runs.Current));

    /// <summary>Adds lines to the present run.</summary>
    public void Append(string podUid, string container, params IEnumerable<LogLine> lines)
    {
        ImmutableList<LogLine> added = [.. lines];
        logs.AddOrUpdate((podUid, container), _ => new(added, null), (_, runs) => runs with { Current = runs.Current.AddRange(added) });
    }

    /// <summary>Forgets a pod's logs; the kubelet removes them with the pod.</summary>
    public void Remove(string podUid, IEnumerable<string> containers)
    {
        foreach (var container in containers)
        {
            logs.TryRemove((podUid, container), out _);
        }
    }

    public IReadOnlyList<LogLine>? Read(StoredObject pod, string container, bool previous) =>
        !logs.TryGetValue((pod.Uid, container), out var runs) ? null : previous ? runs.Previous : runs.Current;

    private sealed record Runs(ImmutableList<LogLine> Current, ImmutableList<LogLine>? Previous);
}
