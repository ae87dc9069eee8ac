using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Selectors;

namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>
/// The objects of one kind, their recent history and their watchers. Objects sit in a persistent sorted set: a paged
/// list keeps reading the set it began with, at no cost, while writes go on.
/// </summary>
internal sealed class KindStore(KindDefinition kind, ResourceVersions versions, StoreOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredObject> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> byOwner = new(StringComparer.Ordinal);
    private readonly Queue<Change> history = new();
    private readonly HashSet<Watch> watches = [];
    private readonly Dictionary<long, PagedList> pagedLists = [];
    private ImmutableSortedSet<Entry> sorted = ImmutableSortedSet.Create<Entry>(Entry.ByKey);
    private long compacted = versions.Current;

    public StoredObject? Find(string key)
    {
        lock (gate)
        {
            return byKey.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<StoredObject> OwnedBy(string uid)
    {
        lock (gate)
        {
            return byOwner.TryGetValue(uid, out var owned) ? [.. owned.Select(key => byKey[key])] : [];
        }
    }

    /// <summary>Writes the object if what is stored is still <paramref name="expected"/>; null means that nothing is there.</summary>
    /// <returns>The stored version, or null when somebody else was faster.</returns>
    public StoredObject? Put(StoredObject? expected, string key, JsonObject obj)
    {
        lock (gate)
        {
            if (byKey.GetValueOrDefault(key) != expected)
            {
                return null;
            }

            var stored = new StoredObject(kind, obj, versions.Next());
            if (expected is not null)
            {
                Forget(expected);
            }

            byKey[key] = stored;
            sorted = sorted.Add(new(key, stored));
            foreach (var owner in stored.Owners)
            {
                if (!byOwner.TryGetValue(owner, out var owned))
                {
                    byOwner[owner] = owned = new(StringComparer.Ordinal);
                }

                owned.Add(key);
            }

            Publish(new(expected is null ? ChangeType.Added : ChangeType.Modified, stored, expected));
            return stored;
        }
    }

    /// <summary>Removes the object if what is stored is still <paramref name="expected"/>.</summary>
    /// <returns>The last state with the version of the deletion, or null when somebody else was faster.</returns>
    public StoredObject? Remove(StoredObject expected, JsonObject last)
    {
        lock (gate)
        {
            if (byKey.GetValueOrDefault(expected.Key) != expected)
            {
                return null;
            }

            Forget(expected);
            byKey.Remove(expected.Key);
            var deleted = new StoredObject(kind, last, versions.Next());
            Publish(new(ChangeType.Deleted, deleted, expected));
            return deleted;
        }
    }

    public ListPage List(ObjectFilter filter, int? limit, ContinueToken? after)
    {
        var (objects, version) = Snapshot(after, limit is not null);
        var (start, end) = RangeOf(objects, filter.Namespace, after?.After);
        var items = new List<StoredObject>(Math.Min(limit ?? int.MaxValue, Math.Max(0, end - start)));
        var index = start;
        for (; index < end && (limit is null || items.Count < limit); index++)
        {
            var obj = objects[index].Object!;
            if (!filter.IsSelective || filter.Matches(obj))
            {
                items.Add(obj);
            }
        }

        return index < end
            ? new(items, version, new ContinueToken(version, objects[index - 1].Key).ToString(), filter.IsSelective ? null : end - index)
            : new(items, version, null, null);
    }

    /// <param name="since">See changes after this version; null to see those from now on.</param>
    /// <param name="capacity">Unread changes that end the watch; null for watchers in the process, which must see all.</param>
    public (Watch Watch, IReadOnlyList<StoredObject> Existing, long ResourceVersion) Watch(long? since, int? capacity)
    {
        lock (gate)
        {
            if (since > versions.Current)
            {
                throw StatusException.TooLarge(since.Value, versions.Current);
            }

            if (since < compacted)
            {
                throw StatusException.TooOld(since.Value, compacted);
            }

            var watch = new Watch(capacity, Unsubscribe);
            IReadOnlyList<StoredObject> existing = since is null ? [.. sorted.Select(entry => entry.Object!)] : [];
            if (since is not null)
            {
                foreach (var change in history.Where(change => change.Object.ResourceVersion > since))
                {
                    watch.Offer(change);
                }
            }

            watches.Add(watch);
            return (watch, existing, versions.Current);
        }
    }

    /// <summary>A version that a watch which has read everything so far can be resumed from: what a bookmark says.</summary>
    public long Bookmark(Watch watch)
    {
        lock (gate)
        {
            return watch.Changes.Count == 0 ? versions.Current : 0;
        }
    }

    /// <summary>Forgets the history and the paged lists under way, so that what starts from before answers 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            history.Clear();
            pagedLists.Clear();
            compacted = versions.Next();
        }
    }

    public void EndWatches(Exception? error)
    {
        lock (gate)
        {
            foreach (var watch in watches)
            {
                watch.End(error);
            }
        }
    }

    private (ImmutableSortedSet<Entry> Objects, long Version) Snapshot(ContinueToken? token, bool isPaged)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var (version, list) in pagedLists.Where(list => now - list.Value.Taken > options.ContinueLifetime).ToList())
            {
                pagedLists.Remove(version);
            }

            if (token is null)
            {
                var version = versions.Current;
                if (isPaged)
                {
                    pagedLists[version] = new(sorted, now);
                }

                return (sorted, version);
            }

            return pagedLists.TryGetValue(token.ResourceVersion, out var paged)
                ? (paged.Objects, token.ResourceVersion)
                : throw StatusException.Expired(
                    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.");
        }
    }

    private static (int Start, int End) RangeOf(ImmutableSortedSet<Entry> objects, string? @namespace, string? after)
    {
        // '0' is the character after '/', so it ends the keys of a namespace.
        var start = @namespace is null ? 0 : PositionOf(objects, @namespace + "/");
        var end = @namespace is null ? objects.Count : PositionOf(objects, @namespace + "0");
        return (after is null ? start : Math.Max(start, PositionOf(objects, after + "\0")), end);
    }

    private static int PositionOf(ImmutableSortedSet<Entry> objects, string key) =>
        objects.IndexOf(new(key, null)) is var index && index >= 0 ? index : ~index;

    private void Forget(StoredObject old)
    {
        sorted = sorted.Remove(new(old.Key, null));
        foreach (var owner in old.Owners)
        {
            if (byOwner.TryGetValue(owner, out var owned) && owned.Remove(old.Key) && owned.Count == 0)
            {
                byOwner.Remove(owner);
            }
        }
    }

    private void Publish(Change change)
    {
        history.Enqueue(change);
        while (history.Count > options.HistoryPerKind)
        {
            compacted = history.Dequeue().Object.ResourceVersion;
        }

        foreach (var watch in watches)
        {
            watch.Offer(change);
        }
    }

    private void Unsubscribe(Watch watch)
    {
        lock (gate)
        {
            watches.Remove(watch);
        }
    }

    private sealed record PagedList(ImmutableSortedSet<Entry> Objects, DateTimeOffset Taken);

    private readonly record struct Entry(string Key, StoredObject? Object)
    {
        public static IComparer<Entry> ByKey { get; } =
            Comparer<Entry>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));
    }
}
