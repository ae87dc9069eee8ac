using System.Text.Json.Nodes;
using AiSre.Playground.Controllers;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World;

/// <summary>Gives every namespace what pods in it rely on: the default service account and the certificate authority.</summary>
internal sealed class NamespaceController(ClusterStore store, TimeProvider time, ILogger<NamespaceController> logger) : Controller(store, time, logger)
{
    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.Namespace];

    protected override ObjectKey? Concerns(Change change) => change.Type == ChangeType.Added ? ObjectKey.Of(change.Object) : null;

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        if (Store.Find(KnownKinds.Namespace, null, key.Name) is not { IsTerminating: false })
        {
            return null;
        }

        Ensure(KnownKinds.ServiceAccount, key.Name, "default", []);
        Ensure(KnownKinds.ConfigMap, key.Name, "kube-root-ca.crt", new() { ["data"] = new JsonObject { ["ca.crt"] = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" } });
        return null;
    }

    private void Ensure(KindDefinition kind, string @namespace, string name, JsonObject manifest)
    {
        if (Store.Find(kind, @namespace, name) is null)
        {
            manifest["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace };
            Store.Create(kind, manifest);
        }
    }
}
