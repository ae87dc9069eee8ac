using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Argo CD applications: degraded, not synced, not comparable, invalid.</summary>
internal sealed class ApplicationAnalyzer : Analyzer<Application>
{
    protected override IEnumerable<Symptom> Analyze(Application value, ObjectCache cache, DateTimeOffset now)
    {
        var status = value.Status;
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        if (status.Health.Status == "Degraded")
        {
            yield return Of(SymptomReason.ApplicationDegraded, value, DegradedMessage(status), status.Health.LastTransitionTime);
        }

        // A failed operation stays in the status until the next one; once the application is Synced it no longer matters.
        if (status.OperationState is { Phase: "Failed" or "Error" } operation && status.Sync.Status != "Synced")
        {
            yield return Of(SymptomReason.ApplicationSyncFailed, value, operation.Message, operation.FinishedAt ?? operation.StartedAt);
        }

        foreach (var condition in status.Conditions)
        {
            SymptomReason? reason = condition.Type switch
            {
                "ComparisonError" => SymptomReason.ApplicationComparisonFailed,
                "InvalidSpecError" => SymptomReason.ApplicationInvalid,
                "SyncError" when status.Sync.Status != "Synced" => SymptomReason.ApplicationSyncFailed,
                _ => null,
            };
            if (reason is { } found)
            {
                yield return Of(found, value, condition.Message, condition.LastTransitionTime);
            }
        }
    }

    // Argo CD says why on the resource, and up to version 3 not on the application.
    private static string DegradedMessage(ApplicationStatus status) =>
        status.Health.Message.Length > 0 ? status.Health.Message
        : status.Resources.FirstOrDefault(resource => resource.Health is { Status: "Degraded", Message.Length: > 0 })?.Health?.Message ?? "";

    private static Symptom Of(SymptomReason reason, Application value, string message, DateTimeOffset? since) => new()
    {
        Reason = reason,
        Severity = Severity.Error,
        Object = value.Ref,
        Workload = value.Ref,
        Message = message.Length > 0 ? message : value.Status.Health.Status,
        Since = since,
    };
}
