namespace AiSre.Playground.Kubernetes.Storage;

public enum ChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One write to one object.</summary>
/// <param name="Object">The object after the write; for a deletion its last state with the resource version of the deletion.</param>
/// <param name="Previous">The object before the write; null when it was created.</param>
public sealed record Change(ChangeType Type, StoredObject Object, StoredObject? Previous)
{
    /// <summary>
    /// What a watcher with this filter sees: an object that comes into view is added for it, one that leaves is deleted.
    /// </summary>
    /// <returns>Null when it sees nothing.</returns>
    public ChangeType? SeenBy(Selectors.ObjectFilter filter)
    {
        if (!filter.IsSelective)
        {
            return filter.Matches(Object) ? Type : null;
        }

        var (before, after) = (Previous is not null && filter.Matches(Previous), Type != ChangeType.Deleted && filter.Matches(Object));
        return (before, after) switch
        {
            (false, true) => ChangeType.Added,
            (true, true) => ChangeType.Modified,
            (true, false) => ChangeType.Deleted,
            _ => null,
        };
    }
}
