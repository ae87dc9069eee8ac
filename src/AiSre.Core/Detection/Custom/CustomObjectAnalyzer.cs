using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>
/// Objects of kinds that have no analyzer of their own, by what such kinds commonly report: conditions that are named for being well and are
/// False, conditions that are named for trouble and are True, phases of failure.
/// </summary>
/// <remarks>Conventions: sig-architecture/api-conventions, kstatus (cli-utils) and the health rules that Argo CD ships for custom resources.</remarks>
internal sealed class CustomObjectAnalyzer : Analyzer<OtherObject>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    protected override IEnumerable<Symptom> Analyze(OtherObject value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        var condition = value.Status.Conditions.FirstOrDefault(one => IsTrouble(one, now)) ?? value.Status.Conditions.FirstOrDefault(one => IsNotWell(one, now));
        var phase = value.Status.Phase is "Failed" or "Error" or "Errored" or "Degraded" ? value.Status.Phase : "";
        if (condition is not null)
        {
            yield return new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value)
                .Says(condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is {condition.Status}{(condition.Reason.Length > 0 ? $": {condition.Reason}" : "")}")
                .Since(condition.LastTransitionTime)
                .Quotes(value.Ref.Address, condition.Message)
                .QuotesField("reason", condition.Reason)
                .Build();
        }
        else if (phase.Length > 0)
        {
            var words = value.Status.Conditions.FirstOrDefault(one => one.Message.Length > 0)?.Message ?? value.Status.Message;
            yield return new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value)
                .Says(words.Length > 0 ? words : $"the phase is {phase}")
                .Quotes(value.Ref.Address, words)
                .QuotesField("phase", phase)
                .Build();
        }
    }

    private static bool IsTrouble(Condition one, DateTimeOffset now) =>
        (one is { IsTrue: true, Type: "Degraded" or "Failed" or "Failure" or "Stalled" or "Error" or "ReconcileError" or "ErrorOccurred" or "CatalogSourcesUnhealthy" or "ResolutionFailed" } or { IsTrue: true, Type: "Progressing", Reason: "Retrying" or "Blocked" }) && IsOld(one, now);

    private static bool IsNotWell(Condition one, DateTimeOffset now) =>
        one.IsFalse
        && one.Type is "Ready" or "Available" or "Healthy" or "Synced" or "Reconciled" or "Established" or "Installed" or "Succeeded"
        && one.Reason is not ("Progressing" or "Pending" or "Creating" or "Suspended" or "Paused" or "NotStarted" or "Reconciling")
        && IsOld(one, now);

    private static bool IsOld(Condition one, DateTimeOffset now) => one.LastTransitionTime is not { } at || now - at > Patience;
}
