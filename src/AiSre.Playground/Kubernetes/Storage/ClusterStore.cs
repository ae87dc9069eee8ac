using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Admission;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Selectors;

namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>
/// Every object of the cluster, with the bookkeeping the API server does on a write: uid, resource version, generation
/// (when the spec changes), creation and deletion times, finalizers, defaults, validation and garbage collection.
/// The API and the world's controllers write through here alike. Safe for any number of threads.
/// </summary>
public sealed class ClusterStore
{
    private readonly ConcurrentDictionary<KindDefinition, KindStore> stores = new(ReferenceEqualityComparer.Instance);
    private readonly ResourceVersions versions;
    private readonly StoreOptions options;
    private readonly TimeProvider time;

    public ClusterStore(KindCatalogue kinds, StoreOptions options, TimeProvider time)
    {
        Kinds = kinds;
        this.options = options;
        this.time = time;
        versions = new(time);
    }

    public KindCatalogue Kinds { get; }

    /// <summary>The version of the last write.</summary>
    public long CurrentVersion => versions.Current;

    public StoredObject? Find(KindDefinition kind, string? @namespace, string name) =>
        StoreOf(kind).Find(StoredObject.KeyOf(kind.IsNamespaced ? @namespace : null, name));

    /// <exception cref="StatusException">404 when there is none.</exception>
    public StoredObject Get(KindDefinition kind, string? @namespace, string name) =>
        Find(kind, @namespace, name) ?? throw StatusException.NotFound(kind, name);

    public IReadOnlyList<StoredObject> List(KindDefinition kind, ObjectFilter? filter = null) =>
        StoreOf(kind).List(filter ?? ObjectFilter.Everything, null, null).Items;

    /// <summary>One page of a list.</summary>
    /// <param name="limit">The most objects to answer; null for all.</param>
    /// <param name="continueToken">Where the last page ended; null for the first.</param>
    /// <exception cref="StatusException">410 when the list can no longer be continued.</exception>
    public ListPage List(KindDefinition kind, ObjectFilter filter, int? limit, string? continueToken) =>
        StoreOf(kind).List(filter, limit, continueToken is null ? null : ContinueToken.Parse(continueToken));

    /// <summary>The objects of a kind that go away with the object of this uid.</summary>
    public IReadOnlyList<StoredObject> OwnedBy(KindDefinition kind, string uid) => StoreOf(kind).OwnedBy(uid);

    /// <summary>Follows a kind from inside the process: what exists, then every change, none lost.</summary>
    public (Watch Watch, IReadOnlyList<StoredObject> Existing) Follow(KindDefinition kind)
    {
        var (watch, existing, _) = StoreOf(kind).Watch(null, null);
        return (watch, existing);
    }

    /// <summary>Follows a kind for a client, which may start from a version and is dropped when it reads too slowly.</summary>
    /// <exception cref="StatusException">410 when the version is no longer in the history, 504 when it lies in the future.</exception>
    public (Watch Watch, IReadOnlyList<StoredObject> Existing, long ResourceVersion) Follow(KindDefinition kind, long? since) =>
        StoreOf(kind).Watch(since, options.WatcherCapacity);

    /// <summary>The version a client that has read all of the watch so far is at; null while it has not.</summary>
    public long? Bookmark(KindDefinition kind, Watch watch) => StoreOf(kind).Bookmark(watch) is > 0 and var version ? version : null;

    /// <summary>Forgets history, so that watches and lists that start from before now answer 410.</summary>
    public void Compact()
    {
        foreach (var store in stores.Values)
        {
            store.Compact();
        }
    }

    /// <summary>Ends the clients' watches of a kind with an error, such as 410, or (null) as a server that closes the connection.</summary>
    public void EndWatches(KindDefinition kind, StatusException? error) => StoreOf(kind).EndWatches(error);

    /// <summary>Creates an object from a manifest; <c>generateName</c> is honoured.</summary>
    /// <param name="kind">What to create.</param>
    /// <param name="manifest">The object as its writer gives it; not changed.</param>
    /// <param name="keepStatus">Keep the manifest's status, which the API drops, to seed a cluster as it was seen.</param>
    /// <param name="dryRun">Answer the object that would be stored, store nothing.</param>
    /// <exception cref="StatusException">404 without its namespace, 409 when it exists, 422 when it is invalid.</exception>
    public StoredObject Create(KindDefinition kind, JsonObject manifest, bool keepStatus = false, bool dryRun = false)
    {
        var obj = manifest.Copy();
        var metadata = obj.Ensure("metadata");
        if (metadata.Text("name") is null && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + RandomNames.Suffix();
        }

        if (kind.IsNamespaced)
        {
            metadata.Default("namespace", "default");
        }
        else
        {
            metadata.Remove("namespace");
        }

        if (kind.HasStatus && !keepStatus)
        {
            obj.Remove("status");
        }

        Defaults.Apply(kind, obj);
        Validation.Check(kind, obj);
        var (name, @namespace) = (metadata.Text("name")!, metadata.Text("namespace"));
        if (@namespace is not null)
        {
            RequireNamespace(kind, @namespace, name);
        }

        metadata.Default("uid", Guid.NewGuid().ToString());
        metadata.Default("creationTimestamp", Json.Time(time.GetUtcNow()));
        metadata.Remove("deletionTimestamp");
        metadata.Remove("managedFields");
        if (kind.HasGeneration)
        {
            metadata.Default("generation", 1);
        }

        if (dryRun)
        {
            return Find(kind, @namespace, name) is null ? new(kind, obj, versions.Current) : throw StatusException.AlreadyExists(kind, name);
        }

        return StoreOf(kind).Put(null, StoredObject.KeyOf(@namespace, name), obj) ?? throw StatusException.AlreadyExists(kind, name);
    }

    /// <summary>Reads an object, lets it be changed and writes it, again when somebody else wrote in between. A change that changes nothing writes nothing.</summary>
    /// <param name="change">Changes its copy in place. May run several times.</param>
    /// <exception cref="StatusException">404 when there is none, 422 when the result is invalid, or what <paramref name="change"/> throws.</exception>
    public StoredObject Change(KindDefinition kind, string? @namespace, string name, WritePart part, Action<JsonObject> change, bool dryRun = false)
    {
        while (true)
        {
            var current = Get(kind, @namespace, name);
            var obj = current.ToJson();
            change(obj);
            if (TryWrite(current, obj, part, dryRun) is { } written)
            {
                return written;
            }
        }
    }

    /// <summary>Replaces an object; when the new one names a resource version, only if that is still the stored one.</summary>
    /// <exception cref="StatusException">404, 409 when somebody else wrote since, 422.</exception>
    public StoredObject Replace(KindDefinition kind, string? @namespace, string name, JsonObject obj, WritePart part, bool dryRun = false)
    {
        while (true)
        {
            var current = Get(kind, @namespace, name);
            if (obj.Text("metadata", "resourceVersion") is { Length: > 0 } expected
                && expected != current.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                throw StatusException.Conflict(kind, name);
            }

            if (TryWrite(current, obj.Copy(), part, dryRun) is { } written)
            {
                return written;
            }
        }
    }

    /// <summary>Deletes an object and, unless they are orphaned, what it owns. A pod on a node, and anything with finalizers, is only marked first.</summary>
    /// <exception cref="StatusException">404 when there is none.</exception>
    public StoredObject Delete(KindDefinition kind, string? @namespace, string name, DeleteOptions? options = null)
    {
        options ??= new();
        while (true)
        {
            var current = Get(kind, @namespace, name);
            if (options.Uid is { } uid && uid != current.Uid)
            {
                throw StatusException.Conflict(kind, name);
            }

            var obj = current.ToJson();
            var grace = GraceOf(kind, obj, options);
            var stays = grace > 0 || obj.Child("metadata")!.Texts("finalizers").Any();
            if (options.DryRun || (stays && current.IsTerminating))
            {
                return current;
            }

            if (stays)
            {
                var metadata = obj.Child("metadata")!;
                metadata["deletionTimestamp"] = Json.Time(time.GetUtcNow().AddSeconds(grace));
                metadata["deletionGracePeriodSeconds"] = grace;
                if (StoreOf(kind).Put(current, current.Key, obj) is { } marked)
                {
                    return marked;
                }
            }
            else if (StoreOf(kind).Remove(current, obj) is { } deleted)
            {
                CollectDependents(deleted, options.Orphan);
                return deleted;
            }
        }
    }

    private StoredObject? TryWrite(StoredObject current, JsonObject obj, WritePart part, bool dryRun)
    {
        var kind = current.Kind;
        var old = current.ToJson();
        KeepServerFields(kind, old, obj, part);
        if (part != WritePart.Status)
        {
            Defaults.Apply(kind, obj);
            Validation.Check(kind, obj);
        }

        if (JsonNode.DeepEquals(old, obj))
        {
            return current;
        }

        if (kind.HasGeneration && SpecDiffers(kind, old, obj))
        {
            obj["metadata"]!["generation"] = (old.Number("metadata", "generation") ?? 0) + 1;
        }

        if (dryRun)
        {
            return new(kind, obj, current.ResourceVersion);
        }

        if (current.IsTerminating && GraceLeft(obj) == 0 && !obj.Child("metadata")!.Texts("finalizers").Any())
        {
            var removed = StoreOf(kind).Remove(current, obj);
            if (removed is not null)
            {
                CollectDependents(removed, orphan: false);
            }

            return removed;
        }

        return StoreOf(kind).Put(current, current.Key, obj);
    }

    private static void KeepServerFields(KindDefinition kind, JsonObject old, JsonObject obj, WritePart part)
    {
        if (kind.HasStatus && part == WritePart.Object)
        {
            KeepMember(old, obj, "status");
        }
        else if (kind.HasStatus && part == WritePart.Status)
        {
            foreach (var member in old.Select(pair => pair.Key).Concat(obj.Select(pair => pair.Key)).Distinct().ToList())
            {
                if (member != "status")
                {
                    KeepMember(old, obj, member);
                }
            }
        }

        obj["kind"] = kind.Kind;
        obj["apiVersion"] = kind.ApiVersion;
        var metadata = obj.Ensure("metadata");
        metadata.Remove("managedFields");
        foreach (var member in (string[])["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion", "generateName"])
        {
            KeepMember(old.Child("metadata")!, metadata, member);
        }
    }

    private static void KeepMember(JsonObject old, JsonObject obj, string member)
    {
        if (old[member] is { } kept)
        {
            obj[member] = kept.DeepClone();
        }
        else
        {
            obj.Remove(member);
        }
    }

    /// <summary>Without a status subresource the server cannot tell the status from the rest, so everything but the metadata counts.</summary>
    private static bool SpecDiffers(KindDefinition kind, JsonObject old, JsonObject obj) => kind.IsCustom && !kind.HasStatus
        ? old.Count != obj.Count || old.Any(pair => pair.Key != "metadata" && !JsonNode.DeepEquals(pair.Value, obj[pair.Key]))
        : !JsonNode.DeepEquals(old["spec"], obj["spec"]);

    private static int GraceOf(KindDefinition kind, JsonObject obj, DeleteOptions options)
    {
        var hasEnded = obj.Text("status", "phase") is "Succeeded" or "Failed";
        return kind == KnownKinds.Pod && obj.Text("spec", "nodeName") is not null && !hasEnded
            ? options.GracePeriodSeconds ?? obj.Number("spec", "terminationGracePeriodSeconds") ?? 30
            : 0;
    }

    private static int GraceLeft(JsonObject obj) => obj.Number("metadata", "deletionGracePeriodSeconds") ?? 0;

    private void RequireNamespace(KindDefinition kind, string @namespace, string name)
    {
        var owner = Find(KnownKinds.Namespace, null, @namespace) ?? throw StatusException.NotFound(KnownKinds.Namespace, @namespace);
        if (owner.IsTerminating)
        {
            throw StatusException.ForbiddenBy(kind, name, $"unable to create new content in namespace {@namespace} because it is being terminated");
        }
    }

    private void CollectDependents(StoredObject gone, bool orphan)
    {
        foreach (var kind in stores.Keys)
        {
            var dependents = gone.Kind == KnownKinds.Namespace && kind.IsNamespaced
                ? List(kind, ObjectFilter.Everything with { Namespace = gone.Name })
                : OwnedBy(kind, gone.Uid);
            foreach (var dependent in dependents)
            {
                try
                {
                    if (orphan)
                    {
                        Change(kind, dependent.Namespace, dependent.Name, WritePart.Object, obj => Disown(obj, gone.Uid));
                    }
                    else
                    {
                        Delete(kind, dependent.Namespace, dependent.Name, new() { Uid = dependent.Uid });
                    }
                }
                catch (StatusException error) when (error.Code is 404 or 409)
                {
                    // Somebody else deleted it first, or it is another object of the same name by now.
                }
            }
        }
    }

    private static void Disown(JsonObject obj, string uid)
    {
        if (obj.At("metadata", "ownerReferences") is JsonArray owners)
        {
            owners.RemoveAll(owner => owner.Text("uid") == uid);
        }
    }

    private KindStore StoreOf(KindDefinition kind) => stores.GetOrAdd(kind, key => new(key, versions, options, time));
}
