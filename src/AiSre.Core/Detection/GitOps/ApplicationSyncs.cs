using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Sync operations that failed, or fail and are tried again.</summary>
/// <remarks>Wordings: argo-cd/controller/appcontroller.go and gitops-engine/pkg/sync/sync_context.go.</remarks>
internal static class ApplicationSyncs
{
    /// <summary>How long a sync may wait for a hook or for what it has applied.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static IEnumerable<Symptom> Of(Application value, ObjectCache cache, DateTimeOffset now)
    {
        var status = value.Status;
        if (status.OperationState is not { } operation || !IsFailure(operation, now))
        {
            yield break;
        }

        var results = operation.SyncResult?.Resources ?? [];
        var hooks = results.Where(one => one.HookType.Length > 0 && one.HookPhase is "Failed" or "Error").ToList();

        // A failed operation stays in the status until the next one; once the application is Synced it no longer matters, except that a hook
        // after the sync changes nothing that would be compared.
        if (status.Sync.Status == "Synced" && (hooks.Count == 0 || (operation.SyncResult!.Revision.Length > 0 && operation.SyncResult.Revision != status.Sync.Revision)))
        {
            yield break;
        }

        var failed = results.Where(one => one.Status == "SyncFailed").ToList();
        var verdict = CreationVerdict.Of(operation.Message, value.Spec.Destination.Namespace, cache)
            ?? failed.Select(one => CreationVerdict.Of(one.Message, value.Spec.Destination.Namespace, cache)).FirstOrDefault(one => one is not null);
        var named = hooks.Count > 0 ? hooks[0] : failed is [var one, ..] ? one : null;
        var running = results.Where(one => one.HookPhase == "Running").ToList();
        yield return ApplicationAnalyzer.Of(SymptomReason.ApplicationSyncFailed, value, operation.Message, operation.FinishedAt ?? operation.StartedAt)
            .Blames(ApplicationWords.Of(operation.Message, hooks.Count > 0), value.Ref, ApplicationWords.Shared(value, operation.Message))
            .With(SymptomParameters.Reference, (named ?? running.FirstOrDefault())?.Ref.Address)
            .Quotes(value.Ref.Address, named?.Message ?? "")
            .PointsAt(hooks.Concat(running).Select(hook => hook.Ref))
            .PointsAt(verdict?.Code is RootCause.WebhookUnavailable or RootCause.QuotaExceeded ? [.. verdict.PointsAt, .. verdict.At is { } at ? [at] : Array.Empty<ObjectRef>()] : [])
            .PointsAt(ApplicationWords.Servers(value, operation.Message))
            .Build();
    }

    // While Argo CD retries, the phase stays Running.
    private static bool IsFailure(ApplicationOperation operation, DateTimeOffset now) =>
        operation.Phase is "Failed" or "Error"
        || (operation.Phase == "Running" && (operation.Message.Contains("Retrying attempt", StringComparison.Ordinal)
            || (operation.Message.StartsWith("waiting for", StringComparison.OrdinalIgnoreCase) && operation.StartedAt is { } started && now - started > Patience)));
}
