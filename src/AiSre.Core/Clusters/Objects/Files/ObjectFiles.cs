namespace AiSre.Clusters.Objects.Files;

/// <summary>
/// Kubernetes objects and logs as they were written down, wherever and however: JSON and YAML, single objects, lists, typed lists whose items name
/// no kind, several documents in a file; logs as <c>logs/namespace/pod/container.log</c>, the run before as <c>container.previous.log</c>; what
/// <c>kubectl cluster-info dump</c> writes; support bundles and must-gather trees; all of it in folders, in archives (tar, zip, gzip) or in a stream.
/// </summary>
public sealed class ObjectFiles
{
    internal ObjectFiles(
        IReadOnlyList<FileObject> objects, IReadOnlyList<ContainerLog> logs, IReadOnlyCollection<ObjectKind> listed, IReadOnlyList<string> problems, DateTimeOffset? present)
    {
        Objects = objects;
        Logs = logs;
        Listed = listed;
        Problems = problems;
        Present = present;
    }

    /// <summary>Each object once, as it was last.</summary>
    public IReadOnlyList<FileObject> Objects { get; }

    public IReadOnlyList<ContainerLog> Logs { get; }

    /// <summary>Kinds of which everything is here: a list without items says that there is none, and a cluster that was asked says so of all that it has.</summary>
    public IReadOnlyCollection<ObjectKind> Listed { get; }

    /// <summary>What could not be read or was left out, one sentence each; the rest was read.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The newest time in the objects: when the files were written, as far as they tell. Null when they have none.</summary>
    public DateTimeOffset? Present { get; }

    /// <summary>Reads everything under a path.</summary>
    /// <exception cref="ProblemException">There is no such file or folder, or it cannot be read.</exception>
    public static ObjectFiles Read(string path, InputLimits? limits = null)
    {
        var collector = new ObjectCollector();
        try
        {
            new InputReader(collector, limits ?? InputLimits.Default).Take(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{path} cannot be read ({exception.Message}): check its permissions.", innerException: exception);
        }

        return Complete(collector, path);
    }

    /// <summary>Reads a stream, whatever is in it.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">What problems call it; an extension tells what it is where the content does not.</param>
    /// <param name="limits">How much is taken.</param>
    public static ObjectFiles Read(Stream stream, string name, InputLimits? limits = null)
    {
        var collector = new ObjectCollector();
        new InputReader(collector, limits ?? InputLimits.Default).Take(name, stream);
        return Complete(collector, name);
    }

    // Nothing read is not nothing wrong: a program in front of a pipe may have failed.
    private static ObjectFiles Complete(ObjectCollector collector, string name)
    {
        if (collector.IsEmpty)
        {
            collector.AddProblem($"{name} holds no Kubernetes object and no log.");
        }

        return collector.Complete();
    }
}
