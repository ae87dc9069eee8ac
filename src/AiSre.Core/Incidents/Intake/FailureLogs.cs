using System.Threading.Channels;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents.Stages;

namespace AiSre.Incidents.Intake;

/// <summary>
/// Reads the last lines of containers that show trouble into the cache, once for each of their runs, so that rules can say what the program
/// itself says. Beside the loop: a log that is slow to come holds nothing up.
/// </summary>
internal sealed class FailureLogs(string cluster, ClusterConnections connections, Action<IReadOnlyCollection<ObjectRef>> changed, CancellationToken stop)
{
    /// <summary>Pods of one workload fail alike.</summary>
    private const int PodsPerWorkload = 3;

    /// <summary>As many requests at once; a node that is down keeps one waiting.</summary>
    private const int Readers = 4;

    private readonly Channel<(Pod Pod, ObjectCache Cache)> _wanted = Channel.CreateBounded<(Pod, ObjectCache)>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<ObjectRef, string> _read = [];

    public void Start()
    {
        for (var i = 0; i < Readers; i++)
        {
            _ = Task.Run(ReadAsync, CancellationToken.None);
        }
    }

    /// <summary>Asks for the logs of what shows, as far as they were not read for this run. Called by the cluster's loop only.</summary>
    public void Want(IReadOnlyCollection<Symptom> showing, ObjectCache cache)
    {
        var pods = showing.Where(IsAboutProgram).GroupBy(symptom => symptom.Workload)
            .SelectMany(workload => workload.Select(symptom => symptom.Object).Distinct().OrderBy(pod => pod.Name, StringComparer.Ordinal).Take(PodsPerWorkload))
            .ToHashSet();
        foreach (var gone in _read.Keys.Where(pod => !pods.Contains(pod)).ToList())
        {
            _read.Remove(gone);
        }

        foreach (var reference in pods)
        {
            if (cache.Find<Pod>(reference) is { } pod && RunOf(pod) is var run && _read.GetValueOrDefault(reference) != run && _wanted.Writer.TryWrite((pod, cache)))
            {
                _read[reference] = run;
            }
        }
    }

    private static bool IsAboutProgram(Symptom symptom) => symptom.Reason is SymptomReason.ContainerCrashing or SymptomReason.ProbeFailing
        or SymptomReason.PodNotReady or SymptomReason.InitContainerStuck or SymptomReason.ContainerOutOfMemory;

    // A container that was started anew, or became ready or not, has something new to say.
    private static string RunOf(Pod pod) => string.Join(
        ',', pod.Containers.Select(container => $"{container.Status?.RestartCount}{(container.Status?.Ready == true ? '+' : '-')}{(container.Status?.State.Running is null ? 's' : 'r')}"));

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var (pod, cache) in _wanted.Reader.ReadAllAsync(stop))
            {
                await ReadAsync(pod, cache);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The watch ends.
        }
    }

    private async Task ReadAsync(Pod pod, ObjectCache cache)
    {
        if (connections.All.FirstOrDefault(one => one.Name == cluster) is not { } connection)
        {
            return; // Removed meanwhile.
        }

        // What cannot be read is missing from the diagnosis, which says so; the evidence stage tries again and tells why.
        var logs = new FailedContainerLogs(connection);
        await logs.ReadAsync(pod, stop);
        if (logs.Read.Count > 0)
        {
            foreach (var log in logs.Read)
            {
                cache.PutLog(log);
            }

            changed([pod.Ref]);
        }
    }
}
