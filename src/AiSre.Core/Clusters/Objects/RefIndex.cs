namespace AiSre.Clusters.Objects;

/// <summary>From one object to several others. Not safe for several threads by itself.</summary>
internal sealed class RefIndex
{
    private readonly Dictionary<ObjectRef, HashSet<ObjectRef>> entries = [];

    public void Add(ObjectRef from, ObjectRef to)
    {
        if (!entries.TryGetValue(from, out var set))
        {
            entries.Add(from, set = new HashSet<ObjectRef>(1));
        }

        set.Add(to);
    }

    public void Remove(ObjectRef from, ObjectRef to)
    {
        if (entries.TryGetValue(from, out var set) && set.Remove(to) && set.Count == 0)
        {
            entries.Remove(from);
        }
    }

    public IEnumerable<ObjectRef> Of(ObjectRef from) => entries.TryGetValue(from, out var set) ? set : [];
}
