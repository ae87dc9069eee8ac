using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Comparison;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps;

/// <summary>Writes a comparison into the status of its Application.</summary>
internal sealed class ApplicationStatus(GitOpsOptions options, TimeProvider time)
{
    private string Now => Json.Time(time.GetUtcNow());

    /// <summary>Sync, health, resources, conditions, summary.</summary>
    /// <param name="application">Changed in place.</param>
    /// <param name="syncError">Why an automatic sync is not tried again; null for none.</param>
    /// <param name="isAsked">Whether somebody asked for the comparison, which then counts as one even if nothing is new.</param>
    public void Write(JsonObject application, ApplicationComparison comparison, string? syncError, bool isAsked)
    {
        var status = application.Ensure("status");
        var source = application.Child("spec", "source");
        var isNew = status.Text("sync", "revision") != comparison.Revision;
        status["controllerNamespace"] = "argocd";
        WriteConditions(status, comparison, syncError);
        WriteHealth(status, comparison.Health.ToString());
        status["resources"] = new JsonArray([.. comparison.Resources.Select(resource => resource.ToStatus(comparison.IsKnown))]);
        if (comparison.SourceType is not null)
        {
            status["sourceType"] = comparison.SourceType;
        }

        if (comparison.Hydration is { } hydration)
        {
            status["sourceHydrator"] = new JsonObject
            {
                ["lastSuccessfulOperation"] = new JsonObject
                {
                    ["drySHA"] = hydration.DrySha,
                    ["hydratedSHA"] = hydration.HydratedSha,
                    ["sourceHydrator"] = application.At("spec", "sourceHydrator")?.DeepClone(),
                },
            };
        }

        status["summary"] = comparison.Images.ToList() is { Count: > 0 } images
            ? new JsonObject { ["images"] = new JsonArray([.. images.Select(image => JsonValue.Create(image))]) }
            : new JsonObject();
        var sync = new JsonObject
        {
            ["comparedTo"] = new JsonObject { ["destination"] = application.At("spec", "destination")?.DeepClone(), ["source"] = source?.DeepClone() },
        };
        if (comparison.Revision is not null)
        {
            sync["revision"] = comparison.Revision;
        }

        sync["status"] = comparison.SyncStatus;
        status["sync"] = sync;
        if (isNew || isAsked || IsStale(status))
        {
            status["reconciledAt"] = Now;
        }
    }

    /// <summary>Notes that an operation has begun; it stays in <c>operation</c> until it has ended.</summary>
    public void Begin(JsonObject application)
    {
        application.Ensure("status")["operationState"] = new JsonObject
        {
            ["message"] = "waiting for completion of sync",
            ["operation"] = application["operation"]!.DeepClone(),
            ["phase"] = "Running",
            ["startedAt"] = Now,
        };
    }

    /// <summary>Notes how the operation under way has ended, and a sync that succeeded in the history.</summary>
    public void End(JsonObject application, Sync.SyncResult result, string? revision)
    {
        var status = application.Ensure("status");
        var operation = status.Child("operationState")!;
        operation["phase"] = result.Phase;
        operation["message"] = result.Message;
        operation["finishedAt"] = Now;
        operation["syncResult"] = new JsonObject
        {
            ["resources"] = result.Resources,
            ["revision"] = revision ?? "",
            ["source"] = application.At("spec", "source")?.DeepClone(),
        };
        application.Remove("operation");
        if (result.Phase == "Succeeded" && operation.At("operation", "sync", "resources") is null)
        {
            Remember(application, status, operation, revision!);
        }
    }

    private void Remember(JsonObject application, JsonObject status, JsonObject operation, string revision)
    {
        status.Default("history", new JsonArray());
        var history = status["history"]!.AsArray();
        var last = history.OfType<JsonObject>().LastOrDefault();
        history.Add(new JsonObject
        {
            ["deployStartedAt"] = operation.Text("startedAt"),
            ["deployedAt"] = Now,
            ["id"] = last is null ? 0 : (last.Number("id") ?? 0) + 1,
            ["initiatedBy"] = operation.At("operation", "initiatedBy")?.DeepClone() ?? new JsonObject(),
            ["revision"] = revision,
            ["source"] = application.At("spec", "source")?.DeepClone(),
        });
        while (history.Count > options.HistoryLimit)
        {
            history.RemoveAt(0);
        }
    }

    private void WriteConditions(JsonObject status, ApplicationComparison comparison, string? syncError)
    {
        var before = status.Items("conditions").ToList();
        IEnumerable<(string Type, string Message)> all = syncError is null ? comparison.Conditions : comparison.Conditions.Append(("SyncError", syncError));
        var conditions = all.Select(condition => (JsonNode)new JsonObject
        {
            ["lastTransitionTime"] = before.FirstOrDefault(old => old.Text("type") == condition.Type && old.Text("message") == condition.Message).Text("lastTransitionTime") ?? Now,
            ["message"] = condition.Message,
            ["type"] = condition.Type,
        }).ToArray();
        status.Remove("conditions");
        if (conditions.Length > 0)
        {
            status["conditions"] = new JsonArray(conditions);
        }
    }

    private void WriteHealth(JsonObject status, string health)
    {
        var since = status.Text("health", "status") == health ? status.Text("health", "lastTransitionTime") : Now;
        status["health"] = new JsonObject { ["lastTransitionTime"] = since, ["status"] = health };
    }

    private bool IsStale(JsonObject status) =>
        status.Text("reconciledAt") is not { } text
        || time.GetUtcNow() - DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture) >= options.ComparisonLifetime;
}
