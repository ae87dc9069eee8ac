using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Jobs that failed, or cannot create their pods, or wait.</summary>
internal sealed class JobAnalyzer : Analyzer<Job>
{
    /// <summary>A CronJob keeps its last failed Jobs for ever; one that failed longer ago than this was news once.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    protected override IEnumerable<Symptom> Analyze(Job value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        if (value.Spec.Suspend)
        {
            yield return new SymptomBuilder(SymptomReason.Suspended, Severity.Info, value, cache.WorkloadOf(value)).Says("the Job is suspended").QuotesField("suspend", "true").Build();
        }

        foreach (var symptom in CreationSymptoms.Of(value, value.Status.Conditions, value.Status.Active == 0 && value.Status.Succeeded == 0, cache, now))
        {
            yield return symptom;
        }

        if (value.Status.Conditions.OfType("Failed") is { IsTrue: true } failed)
        {
            if (failed.LastTransitionTime is not { } at || now - at < Recent)
            {
                yield return Failed(value, failed.Message.Length > 0 ? failed.Message : failed.Reason, failed.LastTransitionTime, Severity.Error, cache, failed.Reason);
            }
        }
        else if (value.Status.Failed > 0 && value.Status.Conditions.OfType("Complete") is not { IsTrue: true } && value.Status.Succeeded == 0)
        {
            yield return Failed(value, $"{value.Status.Failed} {(value.Status.Failed == 1 ? "pod" : "pods")} of the Job failed", value.Status.StartTime, Severity.Info, cache, "");
        }
    }

    private static Symptom Failed(Job value, string message, DateTimeOffset? since, Severity severity, ObjectCache cache, string reason) =>
        new SymptomBuilder(SymptomReason.JobFailed, IsSuperseded(value, cache) ? Severity.Info : severity, value, cache.WorkloadOf(value))
            .Says(message)
            .Since(since)
            .Blames(RootCause.JobFailed, value.Ref)
            .Quotes(value.Ref.Address, message)
            .Quotes(cache.EventsOf(value).FirstOrDefault(said => said.Reason is "BackoffLimitExceeded" or "DeadlineExceeded" or "PodFailurePolicy" or "FailedIndexes" or "MaxFailedIndexesExceeded"))
            .QuotesField("reason", reason)
            .QuotesField("failed", ProbeSymptoms.Number(value.Status.Failed))
            .Build();

    // A later run of the same CronJob that ended well says that it works again.
    private static bool IsSuperseded(Job value, ObjectCache cache) =>
        value.Metadata.Controller is { Kind: "CronJob" } owner
        && cache.OwnedBy(Lineage.RefOf(owner, value)).OfType<Job>()
            .Any(other => other.Metadata.CreationTimestamp > value.Metadata.CreationTimestamp && other.Status.Conditions.OfType("Complete") is { IsTrue: true });
}
