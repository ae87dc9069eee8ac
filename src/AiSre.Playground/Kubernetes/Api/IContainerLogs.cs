using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>What containers have written; the kubelets know, the API server asks them.</summary>
public interface IContainerLogs
{
    /// <summary>The lines of one run of a container, oldest first.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container's name; it exists in the pod.</param>
    /// <param name="previous">The run before the present one.</param>
    /// <returns>Null when there was no such run.</returns>
    IReadOnlyList<LogLine>? Read(StoredObject pod, string container, bool previous);
}

/// <summary>One line of a container's log.</summary>
/// <param name="Time">When it was written; UTC.</param>
/// <param name="Text">The line, without its end.</param>
public sealed record LogLine(DateTimeOffset Time, string Text);
