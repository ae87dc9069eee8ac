using AiSre.Clusters;
using AiSre.Clusters.Objects;

namespace AiSre.Incidents.Stages;

/// <summary>The last lines of containers that failed: of the run that they are in, and of the one before.</summary>
/// <remarks>A log proves much and is needed for little: one that cannot be read (a node that is down, a missing right) holds nothing up.</remarks>
internal sealed class FailedContainerLogs(ClusterConnection cluster)
{
    private const int Lines = 200;
    private const int LongestText = 64 * 1024;
    private const int MostLogs = 24;

    private readonly List<ContainerLog> read = [];

    public IReadOnlyList<ContainerLog> Read => read;

    /// <summary>Why none could be read, in one sentence; null when there was nothing to read or something was read.</summary>
    public string? Problem { get => read.Count == 0 ? field : null; private set; }

    public async Task ReadAsync(Pod pod, CancellationToken cancellationToken)
    {
        foreach (var (container, status, _) in pod.Containers)
        {
            if (status is null)
            {
                continue;
            }

            if (HasRunBefore(status))
            {
                await ReadAsync(pod.Metadata, container.Name, previous: true, cancellationToken);
            }

            if (Fails(status))
            {
                await ReadAsync(pod.Metadata, container.Name, previous: false, cancellationToken);
            }
        }
    }

    private static bool HasRunBefore(ContainerStatus status) => status.RestartCount > 0 || status.LastState.Terminated is not null;

    /// <summary>It ended badly, waits to be started once more, or runs and is not ready. One that waits for its image has said nothing yet.</summary>
    private static bool Fails(ContainerStatus status) => status.State switch
    {
        { Terminated: { } ended } => ended.ExitCode != 0,
        { Running: not null } => !status.Ready,
        _ => HasRunBefore(status),
    };

    private async Task ReadAsync(ObjectMeta pod, string container, bool previous, CancellationToken cancellationToken)
    {
        if (read.Count >= MostLogs)
        {
            return;
        }

        try
        {
            if (await cluster.ReadLogAsync(pod.Namespace ?? "", pod.Name, container, previous, Lines, cancellationToken) is { } text)
            {
                read.Add(new ContainerLog(pod.Namespace ?? "", pod.Name, container, previous, Keepable(text)));
            }
        }
        catch (ProblemException problem)
        {
            Problem = problem.Message;
        }
    }

    /// <summary>The end of it, from the beginning of a line, without the one character that PostgreSQL cannot store.</summary>
    private static string Keepable(string text)
    {
        var end = text.Length <= LongestText ? text : text[^LongestText..];
        var cut = end.Length == text.Length ? -1 : end.IndexOf('\n', StringComparison.Ordinal);
        return end[(cut + 1)..].Replace('\0', '\uFFFD');
    }
}
