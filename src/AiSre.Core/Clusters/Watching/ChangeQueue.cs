using AiSre.Clusters.Objects;

namespace AiSre.Clusters.Watching;

/// <summary>Which objects changed since the queue was last emptied, each once however often it changed.</summary>
internal sealed class ChangeQueue
{
    private readonly Lock gate = new();
    private HashSet<ObjectRef> changed = [];
    private TaskCompletionSource filled = NewSource();

    public void Add(ObjectRef reference)
    {
        lock (gate)
        {
            if (changed.Add(reference) && changed.Count == 1)
            {
                filled.TrySetResult();
            }
        }
    }

    /// <summary>Returns once there is something.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return filled.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Empties the queue.</summary>
    public IReadOnlyCollection<ObjectRef> Take()
    {
        lock (gate)
        {
            var taken = changed;
            changed = [];
            filled = NewSource();
            return taken;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
