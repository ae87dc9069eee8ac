using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Argo CD applications: degraded, not synced, not comparable, invalid, at odds with another or with what somebody changed.</summary>
/// <remarks>Fields and conditions: argo-cd/pkg/apis/application/v1alpha1/types.go.</remarks>
internal sealed class ApplicationAnalyzer : Analyzer<Application>
{
    protected override IEnumerable<Symptom> Analyze(Application value, ObjectCache cache, DateTimeOffset now) => value.Metadata.DeletionTimestamp is null
        ? [.. Health(value, cache), .. ApplicationSyncs.Of(value, cache, now), .. Conditions(value, cache), .. ApplicationDrift.Of(value, now)]
        : [.. value.Status.Conditions.Where(condition => condition.Type == "DeletionError").Select(condition =>
            Of(SymptomReason.ApplicationSyncFailed, value, condition.Message, condition.LastTransitionTime).Blames(RootCause.ArgoSyncFailed, value.Ref).Build())];

    internal static SymptomBuilder Of(SymptomReason reason, Application value, string message, DateTimeOffset? since, Severity severity = Severity.Error) =>
        new SymptomBuilder(reason, severity, value)
            .Says(message.Length > 0 ? message : value.Status.Health.Status)
            .Since(since)
            .Quotes(value.Ref.Address, message);

    private static IEnumerable<Symptom> Health(Application value, ObjectCache cache)
    {
        var status = value.Status;
        if (status.Health.Status != "Degraded")
        {
            yield break;
        }

        // Argo CD says why on the resource, and from version 3 on often nowhere: its rules then tell, applied to what it manages.
        var degraded = status.Resources
            .Select(resource => (resource.Ref, Health: resource.Health is { Status.Length: > 0 } said ? (said.Status == "Degraded" ? said.Message : null) : Assess(value, resource.Ref, cache)))
            .Where(one => one.Health is not null)
            .ToList();
        var message = status.Health.Message.Length > 0 ? status.Health.Message : degraded.Find(one => one.Health!.Length > 0) is { Health: { } why } named ? $"{named.Ref.Address}: {why}" : "";
        var builder = Of(SymptomReason.ApplicationDegraded, value, message, status.Health.LastTransitionTime)
            .With(SymptomParameters.Reference, degraded is [var first, ..] ? first.Ref.Address : null)
            .QuotesField("status", "Degraded")
            .PointsAt(degraded.Select(one => one.Ref));
        foreach (var (reference, said) in degraded)
        {
            builder.Quotes(value.Ref.Address, said!).Quotes(reference.Address, said!);
        }

        yield return builder.Build();
    }

    // Null unless the rules say Degraded. Objects of the same name in another cluster are others.
    private static string? Assess(Application value, ObjectRef reference, ObjectCache cache) =>
        cache.Find(reference) is { } live && cache.ApplicationOf(reference)?.Ref == value.Ref
        && live.Metadata.Annotations[KeptAnnotations.ArgoIgnoreHealthCheck] != "true"
        && ObjectHealth.Of(live) is { Status: HealthStatus.Degraded } health ? health.Message : null;

    private static IEnumerable<Symptom> Conditions(Application value, ObjectCache cache)
    {
        foreach (var condition in value.Status.Conditions)
        {
            (SymptomReason Reason, RootCause Code, Severity Severity)? found = condition.Type switch
            {
                "ComparisonError" or "UnknownError" => (SymptomReason.ApplicationComparisonFailed, ApplicationWords.OfComparison(condition.Message), Severity.Error),
                "InvalidSpecError" => (SymptomReason.ApplicationInvalid, RootCause.ArgoInvalidSpec, Severity.Error),
                "SyncError" when value.Status.Sync.Status != "Synced" && value.Status.OperationState is not { Phase: "Failed" or "Error" or "Running" } => (SymptomReason.ApplicationSyncFailed, ApplicationWords.Of(condition.Message, false), Severity.Error),
                "SharedResourceWarning" => (SymptomReason.ApplicationConflict, RootCause.ArgoResourceConflict, Severity.Error),
                "ExcludedResourceWarning" or "RepeatedResourceWarning" => (SymptomReason.ApplicationConflict, RootCause.ArgoResourceConflict, Severity.Warning),
                _ => null, // OrphanedResourceWarning among them: somebody else's objects in the namespace.
            };
            if (found is { } known)
            {
                yield return Of(known.Reason, value, condition.Message, condition.LastTransitionTime, known.Severity)
                    .Blames(known.Code, value.Ref, known.Code == RootCause.ArgoResourceConflict ? Conflict(value, condition, cache) : ApplicationWords.Shared(value, condition.Message))
                    .With(SymptomParameters.Target, known.Reason == SymptomReason.ApplicationConflict ? condition.Type : null)
                    .PointsAt(ApplicationWords.Servers(value, condition.Message))
                    .Build();
            }
        }
    }

    // Both applications complain of the same object: it is what they share.
    private static ObjectRef? Conflict(Application value, ApplicationCondition condition, ObjectCache cache) =>
        value.Status.Resources.Select(resource => resource.Ref).FirstOrDefault(resource => condition.Message.Contains($"{resource.Kind}/{resource.Name}", StringComparison.Ordinal))
        ?? cache.All<Application>().Where(other => other.Ref != value.Ref && condition.Message.Contains(other.Metadata.Name, StringComparison.Ordinal)).Select(other => other.Ref)
            .Append(value.Ref).OrderBy(one => one.Address, StringComparer.Ordinal).First();
}
