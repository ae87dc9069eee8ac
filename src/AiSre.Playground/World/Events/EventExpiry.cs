using System.Globalization;
using AiSre.Playground.Controllers;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World.Events;

/// <summary>Removes events some time after they were last seen; API servers keep them for an hour.</summary>
internal sealed class EventExpiry(ClusterStore store, WorldOptions options, TimeProvider time, ILogger<EventExpiry> logger) : Controller(store, time, logger)
{
    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.Event];

    protected override ObjectKey? Concerns(Change change) => change.Type == ChangeType.Added ? ObjectKey.Of(change.Object) : null;

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        if (Store.Find(KnownKinds.Event, key.Namespace, key.Name) is not { } stored)
        {
            return null;
        }

        var json = stored.ToJson();
        var text = json.Text("lastTimestamp") ?? json.Text("eventTime") ?? json.Text("metadata", "creationTimestamp");
        var seen = DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var left = seen + options.EventLifetime - Now;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        Store.Delete(KnownKinds.Event, key.Namespace, key.Name);
        return null;
    }
}
