using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Controllers;
using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.GitOps.Sync;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;

namespace AiSre.Playground.GitOps;

/// <summary>
/// Plays Argo CD's application controller: compares, syncs where the application says so or an <c>operation</c> asks
/// for it, and reports on the Application as Argo CD does.
/// </summary>
internal sealed class ApplicationController(
    ClusterStore store,
    ApplicationComparer comparer,
    ApplicationSync sync,
    ApplicationStatus status,
    TrackedObjects tracked,
    EventRecorder events,
    GitOpsOptions options,
    TimeProvider time,
    ILogger<ApplicationController> logger) : Controller(store, time, logger)
{
    public const string Namespace = "argocd";
    public const string RefreshAnnotation = "argocd.argoproj.io/refresh";
    private const string Finalizer = "resources-finalizer.argocd.argoproj.io";
    private static readonly EventSource Source = new("argocd-application-controller");

    protected override int Workers => 4;

    protected override IEnumerable<KindDefinition> Kinds => Store.Kinds.All.Where(kind => kind != KnownKinds.Event && kind != KnownKinds.Node && kind != KnownKinds.Namespace);

    /// <summary>Looks at an application now, as after a new commit.</summary>
    public void Refresh(string name) => Enqueue(new(Namespace, name));

    protected override ObjectKey? Concerns(Change change)
    {
        var owner = tracked.Observe(change);
        if (owner is not null && change.Object.Kind == KnownKinds.Application)
        {
            Refresh(owner); // An application that declares others is as well as they are.
        }

        return change.Object.Kind == KnownKinds.Application ? ObjectKey.Of(change.Object) : owner is null ? null : new(Namespace, owner);
    }

    protected override async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (Store.Find(KnownKinds.Application, key.Namespace, key.Name) is not { } stored)
        {
            return null;
        }

        var application = stored.ToJson();
        if (stored.IsTerminating)
        {
            return Delete(stored);
        }

        if (application.Text("status", "operationState", "phase") == "Running")
        {
            var left = options.SyncTime - (Now - At(application, "startedAt"));
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            await SyncAsync(stored, application, cancellation);
        }
        else if (application["operation"] is JsonObject)
        {
            events.Normal(stored, Source, "OperationStarted", $"{application.Text("operation", "initiatedBy", "username") ?? "admin"} initiated sync to {application.Text("operation", "sync", "revision") ?? application.Text("spec", "source", "targetRevision") ?? "HEAD"}");
            Change(stored, json => status.Begin(json));
            return options.SyncTime;
        }

        return await CompareAsync(Store.Get(KnownKinds.Application, key.Namespace, key.Name), cancellation);
    }

    private async Task<TimeSpan?> CompareAsync(StoredObject stored, CancellationToken cancellation)
    {
        var application = stored.ToJson();
        var comparison = await comparer.CompareAsync(application, null, cancellation);
        var sinceLast = application.Text("status", "operationState", "finishedAt") is null ? (TimeSpan?)null : Now - At(application, "finishedAt");
        var (operation, error) = AutomatedSync.Decide(application, comparison, options, sinceLast);
        Change(stored, json =>
        {
            var isAsked = json.Child("metadata", "annotations")?.Remove(RefreshAnnotation) == true;
            status.Write(json, comparison, error, isAsked);
            if (operation is not null)
            {
                json["operation"] = operation.Copy();
                status.Begin(json);
            }
        });
        if (operation is not null)
        {
            events.Normal(stored, Source, "OperationStarted", $"Initiated automated sync to '{comparison.Revision}'");
            return options.SyncTime;
        }

        return comparison.SyncStatus == "OutOfSync" ? options.SelfHealDelay : options.ComparisonLifetime;
    }

    private async Task SyncAsync(StoredObject stored, JsonObject application, CancellationToken cancellation)
    {
        var operation = application.Child("status", "operationState", "operation")!;
        var revision = operation.Text("sync", "revision") is { Length: > 0 } asked ? asked : null;
        var comparison = await comparer.CompareAsync(application, revision, cancellation);
        var isPartial = operation.At("sync", "resources") is JsonArray;
        var result = sync.Run(application, isPartial ? Only(comparison, operation) : comparison, operation.Flag("sync", "prune"));
        Change(stored, json => status.End(json, result with { Resources = result.Resources.Copy() }, comparison.Revision));
        if (result.Phase == "Succeeded")
        {
            events.Normal(stored, Source, "OperationCompleted", $"{(isPartial ? "Partial sync" : "Sync")} operation to {comparison.Revision} succeeded");
        }
        else
        {
            events.Warning(stored, Source, "OperationCompleted", $"Sync operation to {comparison.Revision ?? revision} failed: {result.Message}");
        }
    }

    private static ApplicationComparison Only(ApplicationComparison comparison, JsonObject operation)
    {
        var chosen = operation.Items("sync", "resources").Select(resource => (resource.Text("group") ?? "", resource.Text("kind"), resource.Text("name"))).ToHashSet();
        return comparison with { Resources = [.. comparison.Resources.Where(resource => chosen.Contains((resource.Key.Group, resource.Key.Kind, resource.Key.Name)))] };
    }

    /// <summary>Writes the application and tells by events what changed in its sync and health.</summary>
    private void Change(StoredObject stored, Action<JsonObject> change)
    {
        string? syncBefore = null, syncAfter = null, healthBefore = null, healthAfter = null;
        var written = Store.Change(KnownKinds.Application, stored.Namespace, stored.Name, WritePart.Everything, json =>
        {
            (syncBefore, healthBefore) = (json.Text("status", "sync", "status"), json.Text("status", "health", "status"));
            change(json);
            (syncAfter, healthAfter) = (json.Text("status", "sync", "status"), json.Text("status", "health", "status"));
        });
        if (syncBefore != syncAfter)
        {
            events.Normal(written, Source, "ResourceUpdated", $"Updated sync status: {syncBefore} -> {syncAfter}");
        }

        if (healthBefore != healthAfter)
        {
            events.Normal(written, Source, "ResourceUpdated", $"Updated health status: {healthBefore} -> {healthAfter}");
        }
    }

    /// <summary>Deletes what the application owns before it goes itself, where its finalizer asks for that.</summary>
    private TimeSpan? Delete(StoredObject stored)
    {
        var left = tracked.Of(stored.Name).ToList();
        foreach (var obj in left.Where(obj => !obj.IsTerminating))
        {
            Store.Delete(obj.Kind, obj.Namespace, obj.Name, new() { Uid = obj.Uid });
        }

        if (left.Count > 0)
        {
            return options.SyncTime;
        }

        Store.Change(KnownKinds.Application, stored.Namespace, stored.Name, WritePart.Everything, json =>
            (json["metadata"]!["finalizers"] as JsonArray)?.RemoveAll(finalizer => finalizer.Text()?.StartsWith(Finalizer, StringComparison.Ordinal) == true));
        return null;
    }

    private static DateTimeOffset At(JsonObject application, string field) =>
        DateTimeOffset.Parse(application.Text("status", "operationState", field)!, CultureInfo.InvariantCulture);
}
