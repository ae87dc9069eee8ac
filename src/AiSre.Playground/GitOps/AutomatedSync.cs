using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps;

/// <summary>Whether an application syncs by itself now.</summary>
internal static class AutomatedSync
{
    /// <returns>The operation to start; or why it is not tried (a condition to show); or neither.</returns>
    /// <param name="sinceLast">How long ago the last operation ended; null when there was none.</param>
    public static (JsonObject? Operation, string? Error) Decide(JsonObject application, ApplicationComparison comparison, GitOpsOptions options, TimeSpan? sinceLast)
    {
        if (application.Child("spec", "syncPolicy", "automated") is not { } automated
            || (automated["enabled"] is not null && !automated.Flag("enabled"))
            || comparison.SyncStatus != "OutOfSync")
        {
            return default;
        }

        var prune = automated.Flag("prune");
        if (!prune && comparison.Resources.Where(resource => !resource.IsSynced).All(resource => resource.NeedsPruning))
        {
            return default;
        }

        var revision = comparison.Revision!;
        if (prune && !automated.Flag("allowEmpty") && comparison.Resources.All(resource => resource.NeedsPruning))
        {
            return (null, $"Skipping sync attempt to [{revision}]: auto-sync will wipe out all resources");
        }

        var last = application.Child("status", "operationState");
        var wasTried = last.Text("syncResult", "revision") == revision
            && JsonNode.DeepEquals(last.At("syncResult", "source"), application.At("spec", "source"));
        if (!wasTried)
        {
            return (Operation(revision, prune, null), null);
        }

        if (last.Text("phase") != "Succeeded")
        {
            return (null, $"Failed last sync attempt to [{revision}]: {last.Text("message")}");
        }

        // The same commit again puts back what somebody changed in the cluster, and only that.
        return automated.Flag("selfHeal") && sinceLast >= options.SelfHealDelay
            ? (Operation(revision, prune, comparison.Resources.Where(resource => !resource.IsSynced)), null)
            : default;
    }

    private static JsonObject Operation(string revision, bool prune, IEnumerable<ManagedResource>? only)
    {
        var sync = new JsonObject { ["revision"] = revision };
        if (prune)
        {
            sync["prune"] = true;
        }

        if (only is not null)
        {
            sync["resources"] = new JsonArray([.. only.Select(resource => new JsonObject { ["group"] = resource.Key.Group, ["kind"] = resource.Key.Kind, ["name"] = resource.Key.Name })]);
        }

        return new() { ["initiatedBy"] = new JsonObject { ["automated"] = true }, ["retry"] = new JsonObject { ["limit"] = 5 }, ["sync"] = sync };
    }
}
