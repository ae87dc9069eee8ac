using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Argo CD applications: degraded, not synced, not comparable, invalid, at odds with another or with what somebody changed.</summary>
internal sealed class ApplicationAnalyzer : Analyzer<Application>
{
    private static readonly TimeSpan DriftMayTake = TimeSpan.FromMinutes(10);

    protected override IEnumerable<Symptom> Analyze(Application value, ObjectCache cache, DateTimeOffset now) =>
        value.Metadata.DeletionTimestamp is not null ? [] : [.. Health(value), .. Operation(value, cache), .. Conditions(value, cache), .. Drift(value, now)];

    private static IEnumerable<Symptom> Health(Application value)
    {
        var status = value.Status;
        if (status.Health.Status != "Degraded")
        {
            yield break;
        }

        // Argo CD says why on the resource, and up to version 3 not on the application.
        var degraded = status.Resources.Where(resource => resource.Health is { Status: "Degraded" }).ToList();
        var message = status.Health.Message.Length > 0 ? status.Health.Message : degraded.Find(resource => resource.Health!.Message.Length > 0)?.Health!.Message ?? "";
        yield return Of(SymptomReason.ApplicationDegraded, value, message, status.Health.LastTransitionTime)
            .With(SymptomParameters.Reference, degraded is [var first, ..] ? first.Ref.Address : null)
            .QuotesField("status", "Degraded")
            .PointsAt(degraded.Select(resource => resource.Ref))
            .Build();
    }

    private static IEnumerable<Symptom> Operation(Application value, ObjectCache cache)
    {
        var status = value.Status;

        // A failed operation stays in the status until the next one; once the application is Synced it no longer matters.
        if (status.OperationState is not { Phase: "Failed" or "Error" } operation || status.Sync.Status == "Synced")
        {
            yield break;
        }

        var results = operation.SyncResult?.Resources ?? [];
        var hooks = results.Where(one => one.HookType.Length > 0 && one.HookPhase is "Failed" or "Error").ToList();
        var failed = results.Where(one => one.Status == "SyncFailed").ToList();
        var words = ApplicationWords.Of(operation.Message, hooks.Count > 0);
        var verdict = CreationVerdict.Of(operation.Message, value.Spec.Destination.Namespace, cache);
        var named = hooks.Count > 0 ? hooks[0] : failed is [var one, ..] ? one : null;
        yield return Of(SymptomReason.ApplicationSyncFailed, value, operation.Message, operation.FinishedAt ?? operation.StartedAt)
            .Blames(words, value.Ref)
            .With(SymptomParameters.Reference, named?.Ref.Address)
            .Quotes(value.Ref.Address, named?.Message ?? "")
            .PointsAt(hooks.Select(hook => hook.Ref).Concat(verdict?.Code is RootCause.WebhookUnavailable or RootCause.QuotaExceeded ? [.. verdict.PointsAt, .. verdict.At is { } at ? [at] : Array.Empty<ObjectRef>()] : []))
            .Build();
    }

    private static IEnumerable<Symptom> Conditions(Application value, ObjectCache cache)
    {
        foreach (var condition in value.Status.Conditions)
        {
            (SymptomReason Reason, RootCause Code)? found = condition.Type switch
            {
                "ComparisonError" or "UnknownError" => (SymptomReason.ApplicationComparisonFailed, ApplicationWords.OfComparison(condition.Message)),
                "InvalidSpecError" => (SymptomReason.ApplicationInvalid, RootCause.ArgoInvalidSpec),
                "SyncError" when value.Status.Sync.Status != "Synced" && value.Status.OperationState is not { Phase: "Failed" or "Error" } => (SymptomReason.ApplicationSyncFailed, ApplicationWords.Of(condition.Message, false)),
                "SharedResourceWarning" or "ExcludedResourceWarning" or "RepeatedResourceWarning" => (SymptomReason.ApplicationConflict, RootCause.ArgoResourceConflict),
                "DeletionError" => (SymptomReason.ApplicationSyncFailed, RootCause.ArgoSyncFailed),
                _ => null,
            };
            if (found is { } known)
            {
                yield return Of(known.Reason, value, condition.Message, condition.LastTransitionTime)
                    .Blames(known.Code, value.Ref, known.Code == RootCause.ArgoResourceConflict ? Conflict(value, condition, cache) : null)
                    .Build();
            }
        }
    }

    // Both applications complain of the same object: it is what they share.
    private static ObjectRef? Conflict(Application value, ApplicationCondition condition, ObjectCache cache) =>
        value.Status.Resources.Select(resource => resource.Ref).FirstOrDefault(resource => condition.Message.Contains($"{resource.Kind}/{resource.Name}", StringComparison.Ordinal))
        ?? cache.All<Application>().Where(other => other.Ref != value.Ref && condition.Message.Contains(other.Metadata.Name, StringComparison.Ordinal)).Select(other => other.Ref)
            .Append(value.Ref).OrderBy(one => one.Address, StringComparer.Ordinal).First();

    // Git is as it was when it was last applied, and the cluster is not.
    private static IEnumerable<Symptom> Drift(Application value, DateTimeOffset now)
    {
        var status = value.Status;
        if (status.Sync.Status == "OutOfSync" && status.OperationState is { Phase: "Succeeded", SyncResult.Revision: { Length: > 0 } applied } operation
            && applied == status.Sync.Revision && value.Spec.SyncPolicy?.Automated is not { SelfHeal: true }
            && now - (operation.FinishedAt ?? DateTimeOffset.MinValue) > DriftMayTake
            && !status.Conditions.Any(condition => condition.Type.EndsWith("Warning", StringComparison.Ordinal)))
        {
            var drifted = status.Resources.Where(resource => resource.Status == "OutOfSync").ToList();
            yield return Of(SymptomReason.ApplicationOutOfSync, value, $"{(drifted.Count == 1 ? drifted[0].Ref.Address : $"{drifted.Count} objects")} differ from Git since they were applied", null, Severity.Warning)
                .Blames(RootCause.LiveDrift, value.Ref)
                .With(SymptomParameters.Reference, drifted is [var first, ..] ? first.Ref.Address : null)
                .QuotesField("status", "OutOfSync")
                .Build();
        }
    }

    private static SymptomBuilder Of(SymptomReason reason, Application value, string message, DateTimeOffset? since, Severity severity = Severity.Error) =>
        new SymptomBuilder(reason, severity, value)
            .Says(message.Length > 0 ? message : value.Status.Health.Status)
            .Since(since)
            .Quotes(value.Ref.Address, message);
}
