using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Controllers;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;
using AiSre.Playground.World.ReplicaSets;

namespace AiSre.Playground.World.Deployments;

/// <summary>Rolls Deployments out: a ReplicaSet per template, pods moved from the old ones to the new as the strategy allows.</summary>
internal sealed class DeploymentController(ClusterStore store, EventRecorder events, TimeProvider time, ILogger<DeploymentController> logger)
    : Controller(store, time, logger)
{
    private static readonly EventSource Source = new("deployment-controller");

    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.Deployment, KnownKinds.ReplicaSet];

    protected override ObjectKey? Concerns(Change change) => change.Object.Kind == KnownKinds.Deployment
        ? ObjectKey.Of(change.Object)
        : Owners.ControllerOf(change.Object, KnownKinds.Deployment);

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        if (Store.Find(KnownKinds.Deployment, key.Namespace, key.Name) is not { IsTerminating: false } stored)
        {
            return null;
        }

        var deployment = stored.ToJson();
        var isPaused = deployment.Flag("spec", "paused");
        var (current, found) = isPaused ? (FindCurrent(deployment, SetsOf(stored)), null) : EnsureCurrent(stored, deployment);
        if (current is not null && !isPaused)
        {
            Scale(stored, deployment, current);
            RemoveOldSets(stored, deployment, current);
        }

        var sets = SetsOf(stored);
        current = sets.FirstOrDefault(set => set.Name == current?.Name);
        var status = new DeploymentStatus(deployment, current, sets, Now);
        var next = status.Next(found);
        Write(stored, current?.Revision ?? 0, next);
        return status.UntilDeadline(next);
    }

    private List<ReplicaSetView> SetsOf(StoredObject deployment) =>
        [.. Store.OwnedBy(KnownKinds.ReplicaSet, deployment.Uid).Where(set => !set.IsTerminating).Select(ReplicaSetView.Of).OrderBy(set => set.Revision)];

    private static ReplicaSetView? FindCurrent(JsonObject deployment, List<ReplicaSetView> sets) =>
        sets.FirstOrDefault(set => PodTemplate.AreEqual(set.Json.Child("spec", "template")!, deployment.Child("spec", "template")!));

    private (ReplicaSetView? Current, (string Reason, string Message)? Found) EnsureCurrent(StoredObject stored, JsonObject deployment)
    {
        var sets = SetsOf(stored);
        var latest = sets.Select(set => set.Revision).DefaultIfEmpty(0).Max();
        var current = FindCurrent(deployment, sets);
        if (current is null)
        {
            current = CreateSet(stored, deployment, sets, latest + 1);
            return current is null ? default : (current, ("NewReplicaSetCreated", $"Created new replica set \"{current.Name}\""));
        }

        if (current.Revision < latest)
        {
            // A template of before is wanted again: its ReplicaSet becomes the newest revision.
            Store.Change(KnownKinds.ReplicaSet, stored.Namespace, current.Name, WritePart.Object, set =>
                set.Ensure("metadata").Ensure("annotations")[Annotations.Revision] = (latest + 1).ToString(CultureInfo.InvariantCulture));
            return (Reread(current), ("FoundNewReplicaSet", $"Found new replica set \"{current.Name}\""));
        }

        return (current, null);
    }

    /// <returns>Null when the name is taken by another template; the next attempt hashes to another name.</returns>
    private ReplicaSetView? CreateSet(StoredObject stored, JsonObject deployment, List<ReplicaSetView> old, int revision)
    {
        var template = deployment.Child("spec", "template")!.Copy();
        var hash = PodTemplate.Hash(template, deployment.Number("status", "collisionCount"));
        template.Ensure("metadata").Ensure("labels")[Annotations.TemplateHash] = hash;
        var selector = deployment.Child("spec", "selector")!.Copy();
        selector.Ensure("matchLabels")[Annotations.TemplateHash] = hash;
        var plan = RollingUpdate.Of(deployment);
        var isHeldBack = IsRecreate(deployment) && old.Any(set => set.Existing > 0 || set.Wanted > 0);
        var replicas = isHeldBack ? 0 : plan.NewReplicas(0, old.Sum(set => set.Wanted));
        var manifest = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{stored.Name}-{hash}",
                ["namespace"] = stored.Namespace,
                ["labels"] = template.Child("metadata", "labels")!.Copy(),
                ["annotations"] = AnnotationsOf(deployment, plan, revision),
                ["ownerReferences"] = Owners.ReferenceTo(stored),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template },
        };
        if (deployment["spec"]!["minReadySeconds"] is { } minReady)
        {
            manifest["spec"]!["minReadySeconds"] = minReady.DeepClone();
        }

        try
        {
            var created = ReplicaSetView.Of(Store.Create(KnownKinds.ReplicaSet, manifest));
            if (replicas > 0)
            {
                AnnounceScale(stored, created.Name, 0, replicas);
            }

            return created;
        }
        catch (StatusException error) when (error.Code == 409)
        {
            Store.Change(KnownKinds.Deployment, stored.Namespace, stored.Name, WritePart.Status, json =>
                json.Ensure("status")["collisionCount"] = (json.Number("status", "collisionCount") ?? 0) + 1);
            return null;
        }
    }

    private static JsonObject AnnotationsOf(JsonObject deployment, RollingUpdate plan, int revision)
    {
        var annotations = (deployment.Child("metadata", "annotations") ?? []).Copy();
        annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
        annotations[Annotations.Revision] = revision.ToString(CultureInfo.InvariantCulture);
        annotations[Annotations.DesiredReplicas] = plan.Wanted.ToString(CultureInfo.InvariantCulture);
        annotations[Annotations.MaxReplicas] = (plan.Wanted + plan.MaxSurge).ToString(CultureInfo.InvariantCulture);
        return annotations;
    }

    private void Scale(StoredObject stored, JsonObject deployment, ReplicaSetView current)
    {
        var plan = RollingUpdate.Of(deployment);
        var old = SetsOf(stored).Where(set => set.Name != current.Name).ToList();
        current = Reread(current);
        if (IsRecreate(deployment))
        {
            foreach (var set in old.Where(set => set.Wanted > 0))
            {
                ScaleTo(stored, set, 0, plan);
            }

            if (old.All(set => set.Existing == 0 && set.Wanted == 0))
            {
                ScaleTo(stored, current, plan.Wanted, plan);
            }

            return;
        }

        // What does not work goes first, so that its places are free for the new pods in the same round.
        foreach (var (set, replicas) in plan.OldReplicas(current, old))
        {
            ScaleTo(stored, set, replicas, plan);
        }

        var inOld = SetsOf(stored).Where(set => set.Name != current.Name).Sum(set => set.Wanted);
        ScaleTo(stored, current, plan.NewReplicas(current.Wanted, current.Wanted + inOld), plan);
    }

    private void ScaleTo(StoredObject deployment, ReplicaSetView set, int replicas, RollingUpdate plan)
    {
        if (set.Wanted == replicas)
        {
            return;
        }

        Store.Change(KnownKinds.ReplicaSet, deployment.Namespace, set.Name, WritePart.Object, json =>
        {
            json["spec"]!["replicas"] = replicas;
            var annotations = json.Ensure("metadata").Ensure("annotations");
            annotations[Annotations.DesiredReplicas] = plan.Wanted.ToString(CultureInfo.InvariantCulture);
            annotations[Annotations.MaxReplicas] = (plan.Wanted + plan.MaxSurge).ToString(CultureInfo.InvariantCulture);
        });
        AnnounceScale(deployment, set.Name, set.Wanted, replicas);
    }

    private void AnnounceScale(StoredObject deployment, string set, int from, int to) =>
        events.Normal(deployment, Source, "ScalingReplicaSet", $"Scaled {(to > from ? "up" : "down")} replica set {set} from {from} to {to}");

    /// <summary>Keeps as many old ReplicaSets for going back to as the Deployment says.</summary>
    private void RemoveOldSets(StoredObject stored, JsonObject deployment, ReplicaSetView current)
    {
        var empty = SetsOf(stored).Where(set => set.Name != current.Name && set.Wanted == 0 && set.Existing == 0).ToList();
        foreach (var set in empty.SkipLast(deployment.Number("spec", "revisionHistoryLimit") ?? 10))
        {
            Store.Delete(KnownKinds.ReplicaSet, stored.Namespace, set.Name);
        }
    }

    private void Write(StoredObject stored, int revision, JsonObject status)
    {
        Store.Change(KnownKinds.Deployment, stored.Namespace, stored.Name, WritePart.Everything, json =>
        {
            json["status"] = status.Copy();
            if (revision > 0)
            {
                json.Ensure("metadata").Ensure("annotations")[Annotations.Revision] = revision.ToString(CultureInfo.InvariantCulture);
            }
        });
    }

    private ReplicaSetView Reread(ReplicaSetView set) => ReplicaSetView.Of(Store.Get(KnownKinds.ReplicaSet, set.Stored.Namespace, set.Name));

    private static bool IsRecreate(JsonObject deployment) => deployment.Text("spec", "strategy", "type") == "Recreate";
}
