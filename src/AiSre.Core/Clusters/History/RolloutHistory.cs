using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters.History;

/// <summary>
/// What a cluster itself remembers of a Deployment: its ReplicaSets, one for each pod template of late. Where nobody recorded what it was like when
/// it was well, the newest is compared with the last that was. Pure.
/// </summary>
public static class RolloutHistory
{
    /// <summary>The Progressing condition says so once all pods of the newest ReplicaSet were available.</summary>
    private const string Complete = "NewReplicaSetAvailable";

    /// <summary>What the Deployment's newest pod template changed.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="sets">ReplicaSets with the JSON that the API gave; those of other Deployments are left out.</param>
    /// <returns>Null when its ReplicaSets do not tell: there is only one, or none that can be read.</returns>
    public static ObjectChanges? ChangesOf(Deployment deployment, IEnumerable<(ReplicaSet Set, JsonElement Json)> sets)
    {
        var revisions = sets
            .Where(one => IsOwned(one.Set, deployment))
            .Select(one => (Revision: RevisionOf(one.Set), one.Set, one.Json))
            .Where(one => one.Revision is not null)
            .OrderByDescending(one => one.Revision)
            .ToList();
        if (revisions is not [var newest, ..])
        {
            return null;
        }

        if (deployment.Status.Conditions.FirstOrDefault(condition => condition is { Type: "Progressing", Status: "True", Reason: Complete }) is { } complete)
        {
            return new ObjectChanges(
                deployment.Ref, complete.LastUpdateTime ?? complete.LastTransitionTime ?? newest.Set.Metadata.CreationTimestamp, newest.Set.Metadata.CreationTimestamp ?? default, []);
        }

        var before = LastWell(deployment, revisions.Skip(1).Select(one => one.Set));
        if (before is null)
        {
            return null;
        }

        var at = newest.Set.Metadata.CreationTimestamp ?? default;
        var changes = FieldDiff.Between(TemplateOf(revisions.Find(one => one.Set == before).Json), TemplateOf(newest.Json));
        return new ObjectChanges(deployment.Ref, null, at, [.. changes.Select(change => new DatedChange(change, at, null))])
        {
            Rollout = new RolloutRevisions(RevisionOf(before)!.Value, newest.Revision!.Value, before.Status.AvailableReplicas > 0),
        };
    }

    /// <summary>The newest ReplicaSet and the one that it is compared with, of all that a Deployment has.</summary>
    public static IEnumerable<ReplicaSet> Compared(Deployment deployment, IEnumerable<ReplicaSet> sets)
    {
        var mine = sets.Where(one => IsOwned(one, deployment) && RevisionOf(one) is not null).OrderByDescending(RevisionOf).ToList();
        return mine.Take(1).Concat(LastWell(deployment, mine.Skip(1)) is { } before ? [before] : []);
    }

    // A rollout that gets stuck leaves pods of the last good revision running. Where none are left, it is the revision before.
    private static ReplicaSet? LastWell(Deployment deployment, IEnumerable<ReplicaSet> older)
    {
        var all = older.ToList();
        return deployment.Spec.Replicas == 0 ? null : all.Find(one => one.Status.AvailableReplicas > 0) ?? all.FirstOrDefault();
    }

    private static bool IsOwned(ReplicaSet set, Deployment deployment) =>
        set.Metadata.Controller is { Kind: "Deployment" } owner && set.Metadata.Namespace == deployment.Metadata.Namespace && owner.Name == deployment.Metadata.Name;

    private static long? RevisionOf(ReplicaSet set) =>
        long.TryParse(set.Metadata.Annotations[KeptAnnotations.DeploymentRevision], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    /// <summary>The pod template at the place where the Deployment has it, without the hash that tells the ReplicaSets apart.</summary>
    private static JsonElement TemplateOf(JsonElement set)
    {
        var template = set.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("template", out var found)
            ? JsonNode.Parse(found.GetRawText()) as JsonObject ?? []
            : [];
        (template["metadata"]?["labels"] as JsonObject)?.Remove("pod-template-hash");
        return JsonSerializer.SerializeToElement(new JsonObject { ["spec"] = new JsonObject { ["template"] = template } });
    }
}

/// <summary>Two revisions of a Deployment, as its ReplicaSets are numbered.</summary>
/// <param name="From">The last that was well.</param>
/// <param name="To">The newest.</param>
/// <param name="IsKnownWell">Whether pods of <paramref name="From"/> are seen to be well; otherwise it is only the one before.</param>
public sealed record RolloutRevisions(long From, long To, bool IsKnownWell);
