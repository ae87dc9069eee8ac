using AiSre.Playground.Controllers;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.World.Kubelet;

/// <summary>The kubelets of all nodes: runs every pod that has a node, and reports how it goes.</summary>
internal sealed class Kubelets(KubeletServices kubelet, ILogger<Kubelets> logger) : Controller(kubelet.Store, kubelet.Time, logger)
{
    private readonly Dictionary<ObjectKey, PodRun> runs = [];

    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.Pod];

    protected override ObjectKey? Concerns(Change change) => ObjectKey.Of(change.Object);

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        var stored = Store.Find(KnownKinds.Pod, key.Namespace, key.Name);
        if (runs.TryGetValue(key, out var run) && run.Uid != stored?.Uid)
        {
            kubelet.Logs.Remove(run.Uid, run.ContainerNames);
            runs.Remove(key);
            run = null;
        }

        if (stored is null || stored.ToJson() is var pod && pod.Text("spec", "nodeName") is null)
        {
            return null;
        }

        if (run is null)
        {
            runs[key] = run = new(kubelet, stored);
        }

        if (stored.IsTerminating)
        {
            return Stop(stored, run);
        }

        var due = run.Advance();
        Store.Change(KnownKinds.Pod, key.Namespace, key.Name, WritePart.Status, json => json["status"] = run.ToStatus(json.Ensure("status")));
        return due == DateTimeOffset.MaxValue ? null : due - Now;
    }

    private TimeSpan? Stop(StoredObject stored, PodRun run)
    {
        var left = run.Stop() - Now;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        Store.Delete(KnownKinds.Pod, stored.Namespace, stored.Name, new() { GracePeriodSeconds = 0, Uid = stored.Uid });
        return null;
    }
}
