using System.Collections.Concurrent;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Comparison;

/// <summary>Which live objects are marked as whose, kept up from the changes of every kind, so that no comparison looks through the whole cluster.</summary>
internal sealed class TrackedObjects(ClusterStore store, ResourceTracking tracking)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<ResourceKey, StoredObject>> byApplication = new(StringComparer.Ordinal);

    /// <summary>Takes note of a change.</summary>
    /// <returns>The application the object belongs to; null for none.</returns>
    public string? Observe(Change change)
    {
        if (tracking.OwnerOf(change.Object) is not { } application)
        {
            return null;
        }

        var objects = byApplication.GetOrAdd(application, _ => new());
        if (change.Type == ChangeType.Deleted)
        {
            objects.TryRemove(ResourceKey.Of(change.Object), out _);
        }
        else
        {
            objects[ResourceKey.Of(change.Object)] = change.Object;
        }

        return application;
    }

    /// <summary>The application's objects as they are now.</summary>
    public IEnumerable<StoredObject> Of(string application) => byApplication.TryGetValue(application, out var objects)
        ? objects.Values.Select(obj => store.Find(obj.Kind, obj.Namespace, obj.Name)).OfType<StoredObject>().Where(obj => tracking.OwnerOf(obj) == application)
        : [];
}
