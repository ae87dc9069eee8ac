using System.Text.Json.Nodes;
using AiSre.Playground.Controllers;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;

namespace AiSre.Playground.World.Nodes;

/// <summary>Gives pods their node: the least used one on which they fit.</summary>
internal sealed class Scheduler(ClusterStore store, EventRecorder events, NodeLoads loads, TimeProvider time, ILogger<Scheduler> logger)
    : Controller(store, time, logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.Pod];

    protected override ObjectKey? Concerns(Change change)
    {
        loads.Observe(change);
        return change.Type == ChangeType.Added ? ObjectKey.Of(change.Object) : null;
    }

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        if (Store.Find(KnownKinds.Pod, key.Namespace, key.Name) is not { IsTerminating: false } stored)
        {
            return null;
        }

        var pod = stored.ToJson();
        if (pod.Text("spec", "nodeName") is not null)
        {
            return null;
        }

        var load = Load.Of(pod);
        var nodes = Store.List(KnownKinds.Node).Select(node => (node.Name, Obstacle: ObstacleOf(node, pod, load))).ToList();
        if (nodes.Where(node => node.Obstacle is null).OrderBy(node => loads.Of(node.Name).Pods).Select(node => node.Name).FirstOrDefault() is not { } chosen)
        {
            Refuse(stored, nodes.Select(node => node.Obstacle!).ToList());
            return RetryDelay;
        }

        loads.Assign(stored.Uid, chosen, load);
        Store.Change(KnownKinds.Pod, key.Namespace, key.Name, WritePart.Everything, json =>
        {
            json["spec"]!["nodeName"] = chosen;
            SetScheduled(json, new() { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = Json.Time(Now) });
        });
        events.Action(stored, "Normal", "default-scheduler", "Binding", "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {chosen}");
        return null;
    }

    private string? ObstacleOf(StoredObject stored, JsonObject pod, Load load)
    {
        var node = stored.ToJson();
        if (node.Flag("spec", "unschedulable"))
        {
            return "node(s) were unschedulable";
        }

        if (node.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") != "True"))
        {
            return "node(s) had untolerated taint {node.kubernetes.io/not-ready: }";
        }

        if (pod.Map("spec", "nodeSelector").Any(label => node.Text("metadata", "labels", label.Key) != label.Value))
        {
            return "node(s) didn't match Pod's node affinity/selector";
        }

        var after = loads.Of(stored.Name).Plus(load, 1);
        decimal Allocatable(string resource) => node.Text("status", "allocatable", resource) is { } text ? Quantity.Parse(text) : decimal.MaxValue;
        return after.Pods > Allocatable("pods") ? "Too many pods"
            : after.Cpu > Allocatable("cpu") ? "Insufficient cpu"
            : after.Memory > Allocatable("memory") ? "Insufficient memory"
            : null;
    }

    private void Refuse(StoredObject stored, List<string> obstacles)
    {
        var reasons = string.Join(", ", obstacles.GroupBy(text => text).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        var message = obstacles.Count == 0
            ? "no nodes available to schedule pods"
            : $"0/{obstacles.Count} nodes are available: {reasons}. preemption: 0/{obstacles.Count} nodes are available: {obstacles.Count} Preemption is not helpful for scheduling.";
        Store.Change(KnownKinds.Pod, stored.Namespace, stored.Name, WritePart.Status, json => SetScheduled(json, new()
        {
            ["type"] = "PodScheduled",
            ["status"] = "False",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = json.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "PodScheduled").Text("lastTransitionTime") ?? Json.Time(Now),
            ["reason"] = "Unschedulable",
            ["message"] = message,
        }));
        events.Action(stored, "Warning", "default-scheduler", "Scheduling", "FailedScheduling", message);
    }

    private static void SetScheduled(JsonObject pod, JsonObject condition)
    {
        var status = pod.Ensure("status");
        status.Default("conditions", new JsonArray());
        var conditions = status["conditions"]!.AsArray();
        conditions.RemoveAll(other => other.Text("type") == "PodScheduled");
        conditions.Add(condition);
    }
}
