using System.Collections.Immutable;

namespace AiSre.Clusters.Objects;

/// <summary>
/// What one cluster holds right now: the objects by kind and name, and who owns, speaks of and manages whom. Filled by reflectors from the API
/// or by a reader from files; read by rules. Safe to use from several threads; every answer is a snapshot.
/// </summary>
public sealed class ObjectCache
{
    private readonly Lock gate = new();
    private readonly Dictionary<Type, Dictionary<ObjectRef, KubeObject>> byType = [];
    private readonly Dictionary<string, KubeObject> byUid = [];
    private readonly HashSet<Type> listed = [];
    private readonly RefIndex owned = new();
    private readonly RefIndex managers = new();
    private readonly Dictionary<EventKey, List<Event>> events = [];
    private readonly Dictionary<(Type Type, string Namespace), HashSet<ObjectRef>> byNamespace = [];
    private readonly Dictionary<(string Namespace, string Pod), List<ContainerLog>> logs = [];

    private long clockOffset;

    /// <summary>
    /// How far the cluster's clock is ahead of ours; negative when it is behind. The times in its objects are by its clock, so their age is
    /// measured by <see cref="Now"/>.
    /// </summary>
    public TimeSpan ClockOffset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref clockOffset));
        set => Volatile.Write(ref clockOffset, value.Ticks);
    }

    /// <summary>The present by the cluster's clock.</summary>
    /// <param name="ours">The present by ours.</param>
    public DateTimeOffset Now(DateTimeOffset ours) => ours + ClockOffset;

    /// <summary>Adds the object, or replaces the one of the same name.</summary>
    /// <returns>False when it is known in this very version already.</returns>
    public bool Put(KubeObject value)
    {
        lock (gate)
        {
            var objects = OfType(value.GetType());
            if (objects.TryGetValue(value.Ref, out var old))
            {
                if (value.Metadata.ResourceVersion.Length > 0 && value.Metadata.ResourceVersion == old.Metadata.ResourceVersion)
                {
                    return false;
                }

                Unlink(old);
                objects.Remove(old.Ref);
            }

            objects.Add(value.Ref, value);
            Link(value);
            return true;
        }
    }

    /// <summary>Forgets the object.</summary>
    /// <returns>What was known of it; null when it was not known.</returns>
    public KubeObject? Remove(ObjectRef reference)
    {
        lock (gate)
        {
            foreach (var objects in byType.Values)
            {
                if (objects.Remove(reference, out var old))
                {
                    Unlink(old);
                    if (old is Pod)
                    {
                        logs.Remove((reference.Namespace ?? "", reference.Name));
                    }

                    return old;
                }
            }

            return null;
        }
    }

    /// <summary>Makes what is known of one kind equal to a complete list of it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">The namespace that was listed; null for all.</param>
    /// <param name="current">Every object that there is.</param>
    /// <returns>What differs from before: objects that are new, changed (as they are now) or gone (as they were).</returns>
    public IReadOnlyList<KubeObject> Replace(ObjectKind kind, string? @namespace, IReadOnlyCollection<KubeObject> current)
    {
        lock (gate)
        {
            listed.Add(kind.Type);
            if (OfType(kind.Type).Count == 0)
            {
                OfType(kind.Type).EnsureCapacity(current.Count);
                byUid.EnsureCapacity(byUid.Count + current.Count);
                return [.. current.Where(Put)];
            }

            var changed = current.Where(Put).ToList();

            var names = current.Select(value => value.Ref).ToHashSet();
            var gone = OfType(kind.Type).Values
                .Where(known => (@namespace is null || known.Metadata.Namespace == @namespace) && !names.Contains(known.Ref))
                .ToList();
            foreach (var known in gone)
            {
                Remove(known.Ref);
            }

            changed.AddRange(gone);
            return changed;
        }
    }

    /// <summary>The object of this name; null when it is not known.</summary>
    public KubeObject? Find(ObjectRef reference)
    {
        lock (gate)
        {
            foreach (var objects in byType.Values)
            {
                if (objects.TryGetValue(reference, out var found))
                {
                    return found;
                }
            }

            return null;
        }
    }

    /// <summary>The object of this name; null when it is not known or of another kind.</summary>
    public T? Find<T>(ObjectRef reference)
        where T : KubeObject
    {
        lock (gate)
        {
            return byType.TryGetValue(typeof(T), out var objects) ? objects.GetValueOrDefault(reference) as T : null;
        }
    }

    /// <summary>The object with this uid, Events excepted; null when it is not known.</summary>
    public KubeObject? FindByUid(string uid)
    {
        lock (gate)
        {
            return byUid.GetValueOrDefault(uid);
        }
    }

    /// <summary>All objects of a kind, in no order.</summary>
    public IReadOnlyList<T> All<T>()
        where T : KubeObject
    {
        lock (gate)
        {
            return byType.TryGetValue(typeof(T), out var objects) ? [.. objects.Values.Cast<T>()] : [];
        }
    }

    /// <summary>All objects of a kind in a namespace, by name.</summary>
    public IReadOnlyList<T> In<T>(string? @namespace)
        where T : KubeObject
    {
        lock (gate)
        {
            return byNamespace.TryGetValue((typeof(T), @namespace ?? ""), out var names)
                ? [.. names.Select(Find<T>).OfType<T>().OrderBy(value => value.Metadata.Name, StringComparer.Ordinal)]
                : [];
        }
    }

    /// <summary>Keeps the last lines of a container's log, in place of what was kept of the same run.</summary>
    public void PutLog(ContainerLog log)
    {
        lock (gate)
        {
            if (!logs.TryGetValue((log.Namespace, log.Pod), out var list))
            {
                logs.Add((log.Namespace, log.Pod), list = new List<ContainerLog>(2));
            }

            list.RemoveAll(known => known.Container == log.Container && known.Previous == log.Previous);
            list.Add(log);
        }
    }

    /// <summary>The last lines that a container wrote, in its current run or the one before; null when they were not read.</summary>
    public ContainerLog? LogOf(KubeObject pod, string container, bool previous)
    {
        lock (gate)
        {
            return logs.TryGetValue((pod.Metadata.Namespace ?? "", pod.Metadata.Name), out var list)
                ? list.Find(log => log.Container == container && log.Previous == previous)
                : null;
        }
    }

    /// <summary>Whether a log of the pod was read.</summary>
    public bool HasLogs(KubeObject pod)
    {
        lock (gate)
        {
            return logs.Count > 0 && logs.ContainsKey((pod.Metadata.Namespace ?? "", pod.Metadata.Name));
        }
    }

    /// <summary>Every log that was read.</summary>
    public IReadOnlyList<ContainerLog> Logs()
    {
        lock (gate)
        {
            return [.. logs.Values.SelectMany(list => list)];
        }
    }

    /// <summary>Every object, in no order.</summary>
    public IReadOnlyList<KubeObject> All()
    {
        lock (gate)
        {
            return [.. byType.Values.SelectMany(objects => objects.Values)];
        }
    }

    /// <summary>
    /// Whether all objects of a kind were listed. Where they were not (no right to list them, no answer yet) an object that is not in the cache
    /// may still be there.
    /// </summary>
    public bool IsListed(ObjectKind kind)
    {
        lock (gate)
        {
            return listed.Contains(kind.Type);
        }
    }

    /// <summary>Notes that all objects of a kind are known: one that is not in the cache does not exist.</summary>
    public void MarkListed(ObjectKind kind)
    {
        lock (gate)
        {
            listed.Add(kind.Type);
        }
    }

    /// <summary>How many objects of a kind are known.</summary>
    public int Count(ObjectKind kind)
    {
        lock (gate)
        {
            return OfType(kind.Type).Count;
        }
    }

    /// <summary>The objects whose controller this one is, by name.</summary>
    public IReadOnlyList<KubeObject> OwnedBy(ObjectRef owner)
    {
        lock (gate)
        {
            return [.. owned.Of(owner).Select(Find).OfType<KubeObject>().OrderBy(value => value.Metadata.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// What was said about an object, newest first. What was said about an earlier object of the same name (a StatefulSet's pod that was
    /// made anew) is left out, where the uids tell. The kubelet and node-problem-detector give a node's name for its uid.
    /// </summary>
    public IReadOnlyList<Event> EventsOf(KubeObject about)
    {
        lock (gate)
        {
            return events.TryGetValue(EventKey.Of(about.Ref), out var said)
                ? [.. said
                    .Where(one => one.About.Uid.Length == 0 || about.Metadata.Uid.Length == 0 || one.About.Uid == about.Metadata.Uid
                        || (about is Node && one.About.Uid == about.Metadata.Name))
                    .OrderByDescending(one => one.LastSeen)]
                : [];
        }
    }

    /// <summary>
    /// The Argo CD application that manages an object itself (see <see cref="Lineage"/> for what it owns); null when none does or it cannot be
    /// told.
    /// </summary>
    /// <remarks>
    /// The object's own tracking annotation counts first. An application lists the objects it manages by name only, and may deploy to another
    /// cluster that has an object of the same name; so the list alone counts where it deploys to its own cluster, and otherwise together with
    /// the instance label.
    /// </remarks>
    public Application? ApplicationOf(ObjectRef managed)
    {
        lock (gate)
        {
            var candidates = managers.Of(managed).Select(Find<Application>).OfType<Application>().ToList();
            var value = Find(managed);
            if (value is not null && ArgoTracking.ApplicationName(value) is { } tracked)
            {
                return candidates.Find(tracked.Names) ?? All<Application>().FirstOrDefault(tracked.Names);
            }

            return candidates.Find(application =>
                application.Spec.Destination.IsInCluster
                || value?.Metadata.Labels[ArgoTracking.InstanceLabel] == application.Metadata.Name);
        }
    }

    private static ImmutableArray<ObjectRef> OwnersOf(KubeObject value) =>
        value.Metadata.Controller is { } controller ? [Lineage.RefOf(controller, value)] : [];

    private Dictionary<ObjectRef, KubeObject> OfType(Type type)
    {
        if (!byType.TryGetValue(type, out var objects))
        {
            byType.Add(type, objects = []);
        }

        return objects;
    }

    private void Link(KubeObject value)
    {
        if (value is Event said)
        {
            var key = EventKey.Of(said.About);
            if (!events.TryGetValue(key, out var list))
            {
                events.Add(key, list = new List<Event>(1));
            }

            list.Add(said);
            return;
        }

        if (value.Metadata.Uid.Length > 0)
        {
            byUid[value.Metadata.Uid] = value;
        }

        if (value.Metadata.Namespace is { } space)
        {
            if (!byNamespace.TryGetValue((value.GetType(), space), out var names))
            {
                byNamespace.Add((value.GetType(), space), names = []);
            }

            names.Add(value.Ref);
        }

        foreach (var owner in OwnersOf(value))
        {
            owned.Add(owner, value.Ref);
        }

        if (value is Application application)
        {
            foreach (var resource in application.Status.Resources)
            {
                managers.Add(resource.Ref, application.Ref);
            }
        }
    }

    private void Unlink(KubeObject value)
    {
        if (value is Event said)
        {
            var key = EventKey.Of(said.About);
            if (events.TryGetValue(key, out var list) && list.RemoveAll(one => ReferenceEquals(one, said)) > 0 && list.Count == 0)
            {
                events.Remove(key);
            }

            return;
        }

        if (byUid.TryGetValue(value.Metadata.Uid, out var holder) && ReferenceEquals(holder, value))
        {
            byUid.Remove(value.Metadata.Uid);
        }

        if (value.Metadata.Namespace is { } space && byNamespace.TryGetValue((value.GetType(), space), out var names)
            && names.Remove(value.Ref) && names.Count == 0)
        {
            byNamespace.Remove((value.GetType(), space));
        }

        foreach (var owner in OwnersOf(value))
        {
            owned.Remove(owner, value.Ref);
        }

        if (value is Application application)
        {
            foreach (var resource in application.Status.Resources)
            {
                managers.Remove(resource.Ref, application.Ref);
            }
        }
    }

    /// <summary>Events name their object without its group in some clients, so the group is not part of the key.</summary>
    private readonly record struct EventKey(string Kind, string Namespace, string Name)
    {
        public static EventKey Of(EventTarget target) => new(target.Kind, target.Namespace ?? "", target.Name);

        public static EventKey Of(ObjectRef reference) => new(reference.Kind, reference.Namespace ?? "", reference.Name);
    }
}
