using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.World.ReplicaSets;

namespace AiSre.Playground.World.Deployments;

/// <summary>The status a Deployment gets from its ReplicaSets, with the conditions Available and Progressing.</summary>
internal sealed class DeploymentStatus(JsonObject deployment, ReplicaSetView? current, IReadOnlyList<ReplicaSetView> all, DateTimeOffset now)
{
    private readonly JsonObject before = deployment.Child("status") ?? [];

    private int Wanted => deployment.Number("spec", "replicas") ?? 1;

    private int Replicas => all.Sum(set => set.Existing);

    private int Updated => current?.Existing ?? 0;

    private int Ready => all.Sum(set => set.Ready);

    private int Available => all.Sum(set => set.Available);

    private bool IsComplete => Updated == Wanted && Replicas == Wanted && Available == Wanted;

    private TimeSpan? Deadline => deployment.Number("spec", "progressDeadlineSeconds") is { } seconds and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The status to write.</summary>
    /// <param name="found">A change in which ReplicaSet is the current one, as a reason and message of Progressing; null when it is the same as before.</param>
    public JsonObject Next((string Reason, string Message)? found)
    {
        var status = new JsonObject { ["observedGeneration"] = deployment.Number("metadata", "generation") ?? 1 };
        void Add(string field, int count)
        {
            if (count > 0)
            {
                status[field] = count;
            }
        }

        Add("replicas", Replicas);
        Add("updatedReplicas", Updated);
        Add("readyReplicas", Ready);
        Add("availableReplicas", Available);
        Add("unavailableReplicas", Math.Max(0, all.Sum(set => set.Wanted) - Available));
        Add("collisionCount", before.Number("collisionCount") ?? 0);
        var progressing = Progressing(found);
        status["conditions"] = new JsonArray([.. new[] { Availability(), progressing }.OfType<JsonObject>()]);
        return status;
    }

    /// <summary>When the rollout will have taken too long; null when it is not waiting.</summary>
    public TimeSpan? UntilDeadline(JsonObject status)
    {
        var condition = Find(status, "Progressing");
        return Deadline is { } deadline && condition.Text("status") == "True" && condition.Text("reason") != "NewReplicaSetAvailable"
            ? At(condition, "lastUpdateTime") + deadline - now + TimeSpan.FromMilliseconds(1)
            : null;
    }

    private JsonObject Availability() => Available >= Wanted - RollingUpdate.Of(deployment).MaxUnavailable
        ? Condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", touch: false)
        : Condition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", touch: false);

    private JsonObject? Progressing((string Reason, string Message)? found)
    {
        if (Deadline is not { } deadline)
        {
            return null;
        }

        if (found is { } news)
        {
            return Condition("Progressing", "True", news.Reason, news.Message, touch: true);
        }

        var condition = Find(before, "Progressing");
        if (condition.Text("reason") == "NewReplicaSetAvailable" && Replicas == Updated)
        {
            // A rollout that was complete stays so; pods that fail later do not make it one under way again.
            return condition!.Copy();
        }

        var name = current?.Name ?? deployment.Text("metadata", "name");
        if (IsComplete)
        {
            return Condition("Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", touch: true);
        }

        if (HasProgressed())
        {
            return Condition("Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", touch: true);
        }

        return condition is not null && condition.Text("reason") != "NewReplicaSetAvailable" && At(condition, "lastUpdateTime") + deadline < now
            ? Condition("Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", touch: false)
            : condition?.Copy();
    }

    private bool HasProgressed()
    {
        int Before(string field) => before.Number(field) ?? 0;
        return Updated > Before("updatedReplicas")
            || Replicas - Updated < Before("replicas") - Before("updatedReplicas")
            || Ready > Before("readyReplicas")
            || Available > Before("availableReplicas");
    }

    /// <param name="touch">Renew the time of the last update even if nothing else changes: progress was made.</param>
    private JsonObject Condition(string type, string status, string reason, string message, bool touch)
    {
        var old = Find(before, type);
        var isSame = old.Text("status") == status && old.Text("reason") == reason && old.Text("message") == message;
        return new()
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = isSame && !touch ? old.Text("lastUpdateTime") : Json.Time(now),
            ["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : Json.Time(now),
            ["reason"] = reason,
            ["message"] = message,
        };
    }

    private static JsonObject? Find(JsonObject status, string type) => status.Items("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    private static DateTimeOffset At(JsonObject? condition, string field) => DateTimeOffset.Parse(condition.Text(field)!, CultureInfo.InvariantCulture);
}
