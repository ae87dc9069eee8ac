using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Sync;

/// <summary>Brings the cluster to what Git wants: applies, and prunes where it may.</summary>
internal sealed class ApplicationSync(ClusterStore store)
{
    /// <param name="application">The Application.</param>
    /// <param name="comparison">What Git wants and the cluster has.</param>
    /// <param name="prune">Delete what Git no longer has; otherwise it is left and reported.</param>
    public SyncResult Run(JsonObject application, ApplicationComparison comparison, bool prune)
    {
        if (!comparison.IsKnown)
        {
            return new("Error", $"ComparisonError: {comparison.Conditions[0].Message}", []);
        }

        EnsureNamespace(application);
        var results = new JsonArray();
        var failures = new List<string>();
        foreach (var resource in SyncOrder.Of(comparison.Resources.Where(resource => !resource.NeedsPruning)))
        {
            results.Add(Apply(resource, failures));
        }

        // What Git no longer has goes last, and not at all when something it may depend on could not be applied.
        foreach (var resource in comparison.Resources.Where(resource => resource.NeedsPruning))
        {
            results.Add(Prune(resource, prune && failures.Count == 0));
        }

        return failures.Count == 0
            ? new("Succeeded", "successfully synced (all tasks run)", results)
            : new("Failed", $"one or more objects failed to apply, reason: {string.Join(',', failures)}", results);
    }

    private void EnsureNamespace(JsonObject application)
    {
        if (application.Text("spec", "destination", "namespace") is { } name
            && application.Texts("spec", "syncPolicy", "syncOptions").Contains("CreateNamespace=true")
            && store.Find(KnownKinds.Namespace, null, name) is null)
        {
            store.Create(KnownKinds.Namespace, new() { ["metadata"] = new JsonObject { ["name"] = name } });
        }
    }

    private JsonObject Apply(ManagedResource resource, List<string> failures)
    {
        if (resource.Kind is null)
        {
            var unknown = $"The Kubernetes API could not find {resource.Key.Group}/{resource.Key.Kind} for requested resource {resource.Key.Namespace}/{resource.Key.Name}. Make sure the \"{resource.Key.Kind}\" CRD is installed on the destination cluster.";
            failures.Add(unknown);
            return ResultOf(resource, "SyncFailed", unknown, "Failed");
        }

        try
        {
            var (_, word) = Applying.Apply(store, resource.Kind, resource.Live, resource.Target!);
            return ResultOf(resource, "Synced", $"{NameOf(resource)} {word}", "Running");
        }
        catch (StatusException error)
        {
            failures.Add(error.Message);
            return ResultOf(resource, "SyncFailed", error.Message, "Failed");
        }
    }

    private JsonObject Prune(ManagedResource resource, bool prune)
    {
        if (!prune)
        {
            return ResultOf(resource, "PruneSkipped", "ignored (requires pruning)", "Succeeded");
        }

        try
        {
            store.Delete(resource.Kind!, resource.Live!.Namespace, resource.Live.Name);
        }
        catch (StatusException error) when (error.Code == 404)
        {
            // It went with its owner a moment ago; pruned all the same.
        }

        return ResultOf(resource, "Pruned", "pruned", "Succeeded");
    }

    private static string NameOf(ManagedResource resource) =>
        $"{resource.Key.Kind.ToLowerInvariant()}{(resource.Key.Group.Length == 0 ? "" : $".{resource.Key.Group}")}/{resource.Key.Name}";

    private static JsonObject ResultOf(ManagedResource resource, string status, string message, string hookPhase) => new()
    {
        ["group"] = resource.Key.Group,
        ["hookPhase"] = hookPhase,
        ["kind"] = resource.Key.Kind,
        ["message"] = message,
        ["name"] = resource.Key.Name,
        ["namespace"] = resource.Key.Namespace,
        ["status"] = status,
        ["syncPhase"] = "Sync",
        ["version"] = resource.ApiVersion.Split('/')[^1],
    };
}
