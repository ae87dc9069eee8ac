using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World.Events;

/// <summary>Writes events, counting the same one up as client-go's recorder does.</summary>
public sealed class EventRecorder(ClusterStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<Key, string> names = new();
    private long last;

    public void Normal(StoredObject obj, EventSource source, string reason, string message, string? fieldPath = null) =>
        Record(obj, source, "Normal", reason, message, fieldPath);

    public void Warning(StoredObject obj, EventSource source, string reason, string message, string? fieldPath = null) =>
        Record(obj, source, "Warning", reason, message, fieldPath);

    /// <summary>An event in the newer form, which the scheduler writes: a time of its own, no count, no source.</summary>
    public void Action(StoredObject obj, string type, string component, string action, string reason, string message)
    {
        var recorded = NewEvent(obj, type, reason, message, null);
        recorded["source"] = new JsonObject();
        recorded["firstTimestamp"] = null;
        recorded["lastTimestamp"] = null;
        recorded["eventTime"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        recorded["action"] = action;
        recorded["reportingComponent"] = component;
        recorded["reportingInstance"] = $"{component}-playground-control-plane";
        Write(() => store.Create(KnownKinds.Event, recorded));
    }

    private void Record(StoredObject obj, EventSource source, string type, string reason, string message, string? fieldPath)
    {
        var key = new Key(obj.Uid, type, reason, message, fieldPath, source);
        if (names.TryGetValue(key, out var name) && store.Find(KnownKinds.Event, NamespaceOf(obj), name) is not null)
        {
            Write(() => store.Change(KnownKinds.Event, NamespaceOf(obj), name, WritePart.Everything, recorded =>
            {
                recorded["count"] = (recorded.Number("count") ?? 0) + 1;
                recorded["lastTimestamp"] = Json.Time(time.GetUtcNow());
            }));
            return;
        }

        var first = NewEvent(obj, type, reason, message, fieldPath);
        var origin = new JsonObject { ["component"] = source.Component };
        if (source.Host is not null)
        {
            origin["host"] = source.Host;
        }

        first["source"] = origin;
        first["firstTimestamp"] = Json.Time(time.GetUtcNow());
        first["lastTimestamp"] = Json.Time(time.GetUtcNow());
        first["count"] = 1;
        first["eventTime"] = null;
        first["reportingComponent"] = source.Component;
        first["reportingInstance"] = source.Host ?? "";
        Write(() => names[key] = store.Create(KnownKinds.Event, first).Name);
    }

    private JsonObject NewEvent(StoredObject obj, string type, string reason, string message, string? fieldPath)
    {
        var involved = new JsonObject { ["kind"] = obj.Kind.Kind };
        if (obj.Namespace is not null)
        {
            involved["namespace"] = obj.Namespace;
        }

        involved["name"] = obj.Name;
        involved["uid"] = obj.Uid;
        involved["apiVersion"] = obj.Kind.ApiVersion;
        involved["resourceVersion"] = obj.ResourceVersion.ToString(CultureInfo.InvariantCulture);
        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        return new()
        {
            ["metadata"] = new JsonObject { ["name"] = $"{obj.Name}.{NextNumber():x16}", ["namespace"] = NamespaceOf(obj) },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["type"] = type,
        };
    }

    private static void Write(Action write)
    {
        try
        {
            write();
        }
        catch (StatusException error) when (error.Code is 403 or 404)
        {
            // The namespace is going away, or the event expired this moment; nobody is left to read it.
        }
    }

    /// <summary>Events of objects without a namespace live in "default".</summary>
    private static string NamespaceOf(StoredObject obj) => obj.Namespace ?? "default";

    /// <summary>The time in nanoseconds, as in the names that client-go makes, and never the same twice.</summary>
    private long NextNumber()
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        while (true)
        {
            var seen = Volatile.Read(ref last);
            var next = Math.Max(now, seen + 1);
            if (Interlocked.CompareExchange(ref last, next, seen) == seen)
            {
                return next;
            }
        }
    }

    private sealed record Key(string Uid, string Type, string Reason, string Message, string? FieldPath, EventSource Source);
}
