using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Controllers;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;

namespace AiSre.Playground.World.ReplicaSets;

/// <summary>Keeps as many pods as a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(ClusterStore store, EventRecorder events, TimeProvider time, ILogger<ReplicaSetController> logger)
    : Controller(store, time, logger)
{
    private static readonly EventSource Source = new("replicaset-controller");

    /// <summary>Names get five more characters and have to stay within 63.</summary>
    private const int LongestPrefix = 58;

    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.ReplicaSet, KnownKinds.Pod];

    protected override ObjectKey? Concerns(Change change) => change.Object.Kind == KnownKinds.ReplicaSet
        ? ObjectKey.Of(change.Object)
        : Owners.ControllerOf(change.Object, KnownKinds.ReplicaSet);

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        if (Store.Find(KnownKinds.ReplicaSet, key.Namespace, key.Name) is not { IsTerminating: false } stored)
        {
            return null;
        }

        var json = stored.ToJson();
        var pods = ActivePods(stored);
        var wanted = json.Number("spec", "replicas") ?? 1;
        string? refusal = null;
        if (pods.Count < wanted)
        {
            refusal = Create(stored, json, wanted - pods.Count);
        }
        else if (pods.Count > wanted)
        {
            Delete(stored, pods.OrderBy(PodView.KeepRank).Take(pods.Count - wanted));
        }

        var minReady = TimeSpan.FromSeconds(json.Number("spec", "minReadySeconds") ?? 0);
        var remaining = ActivePods(stored);
        WriteStatus(stored, json, remaining, minReady, refusal);
        return refusal is not null ? TimeSpan.FromSeconds(1) : NextAvailability(remaining, minReady);
    }

    private List<PodView> ActivePods(StoredObject set) =>
        [.. Store.OwnedBy(KnownKinds.Pod, set.Uid).Where(pod => !pod.IsTerminating).Select(PodView.Of).Where(pod => !pod.HasEnded)];

    /// <returns>Why no more pods could be made; null when all were.</returns>
    private string? Create(StoredObject set, JsonObject json, int count)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                var pod = Store.Create(KnownKinds.Pod, PodOf(set, json));
                events.Normal(set, Source, "SuccessfulCreate", $"Created pod: {pod.Name}");
            }
            catch (StatusException error)
            {
                events.Warning(set, Source, "FailedCreate", $"Error creating: {error.Message}");
                return error.Message;
            }
        }

        return null;
    }

    private void Delete(StoredObject set, IEnumerable<PodView> pods)
    {
        foreach (var pod in pods)
        {
            Store.Delete(KnownKinds.Pod, pod.Stored.Namespace, pod.Stored.Name, new() { Uid = pod.Stored.Uid });
            events.Normal(set, Source, "SuccessfulDelete", $"Deleted pod: {pod.Stored.Name}");
        }
    }

    private static JsonObject PodOf(StoredObject set, JsonObject json)
    {
        var template = json.Child("spec", "template")!;
        var metadata = (template.Child("metadata") ?? []).Copy();
        metadata["generateName"] = $"{(set.Name.Length > LongestPrefix - 1 ? set.Name[..(LongestPrefix - 1)] : set.Name)}-";
        metadata["namespace"] = set.Namespace;
        metadata["ownerReferences"] = Owners.ReferenceTo(set);
        return new() { ["metadata"] = metadata, ["spec"] = template.Child("spec")!.Copy() };
    }

    private void WriteStatus(StoredObject set, JsonObject json, List<PodView> pods, TimeSpan minReady, string? refusal)
    {
        var status = new JsonObject { ["replicas"] = pods.Count };
        void Add(string field, int count)
        {
            if (count > 0)
            {
                status[field] = count;
            }
        }

        Add("fullyLabeledReplicas", pods.Count);
        Add("readyReplicas", pods.Count(pod => pod.ReadySince is not null));
        Add("availableReplicas", pods.Count(pod => IsAvailable(pod, minReady)));
        status["observedGeneration"] = json.Number("metadata", "generation") ?? 1;
        if (refusal is not null)
        {
            status["conditions"] = new JsonArray(FailureOf(json, refusal));
        }

        Store.Change(KnownKinds.ReplicaSet, set.Namespace, set.Name, WritePart.Status, current => current["status"] = status.Copy());
    }

    private JsonObject FailureOf(JsonObject json, string refusal)
    {
        var before = json.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "ReplicaFailure");
        return new()
        {
            ["type"] = "ReplicaFailure",
            ["status"] = "True",
            ["lastTransitionTime"] = before.Text("lastTransitionTime") ?? Json.Time(Now),
            ["reason"] = "FailedCreate",
            ["message"] = refusal,
        };
    }

    private bool IsAvailable(PodView pod, TimeSpan minReady) => pod.ReadySince is { } since && (minReady == TimeSpan.Zero || since + minReady <= Now);

    private TimeSpan? NextAvailability(List<PodView> pods, TimeSpan minReady) => minReady == TimeSpan.Zero ? null : pods
        .Where(pod => pod.ReadySince is not null && !IsAvailable(pod, minReady))
        .Select(pod => (TimeSpan?)(pod.ReadySince!.Value + minReady - Now))
        .Min();

    private sealed record PodView(StoredObject Stored, string? Node, string? Phase, DateTimeOffset? ReadySince, string Created)
    {
        public bool HasEnded => Phase is "Succeeded" or "Failed";

        /// <summary>The lower, the sooner it goes when there are too many: without a node, pending, not ready, youngest.</summary>
        public static (bool, bool, bool, long) KeepRank(PodView pod) =>
            (pod.Node is not null, pod.Phase == "Running", pod.ReadySince is not null, -DateTimeOffset.Parse(pod.Created, CultureInfo.InvariantCulture).Ticks);

        public static PodView Of(StoredObject stored)
        {
            var json = stored.ToJson();
            var ready = json.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
            return new(stored, json.Text("spec", "nodeName"), json.Text("status", "phase"),
                ready is null ? null : DateTimeOffset.Parse(ready.Text("lastTransitionTime")!, CultureInfo.InvariantCulture),
                json.Text("metadata", "creationTimestamp")!);
        }
    }
}
