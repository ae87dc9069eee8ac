using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Workloads whose controller cannot create their pods.</summary>
internal static class CreationSymptoms
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(30);

    /// <param name="value">A ReplicaSet, StatefulSet, DaemonSet, Job or CronJob.</param>
    /// <param name="conditions">Its conditions.</param>
    /// <param name="lacks">Whether it has fewer pods than it needs.</param>
    /// <param name="cache">The cluster.</param>
    /// <param name="now">The present.</param>
    public static IEnumerable<Symptom> Of(KubeObject value, IReadOnlyList<Condition> conditions, bool lacks, ObjectCache cache, DateTimeOffset now)
    {
        var failure = conditions.OfType("ReplicaFailure") is { IsFalse: false } condition && !CreationVerdict.Passes(condition.Message) ? condition : null;
        var said = cache.EventsOf(value).FirstOrDefault(one => one.Reason is "FailedCreate" or "FailedUpdate" or "FailedPlacement" && now - (one.LastSeen ?? now) < Recent && !CreationVerdict.Passes(one.Text));
        var hasCreatedSince = said is not null && failure is null && cache.EventsOf(value).Any(one => one.Reason == "SuccessfulCreate" && one.LastSeen > said.LastSeen);
        if (!lacks || hasCreatedSince || (failure is null && said is null))
        {
            yield break;
        }

        var words = failure?.Message is { Length: > 0 } message ? message : said?.Text ?? failure!.Reason;
        var workload = cache.WorkloadOf(value);
        var symptom = new SymptomBuilder(SymptomReason.PodsNotCreated, Severity.Error, value, workload)
            .Says(words)
            .Since(failure?.LastTransitionTime ?? said?.FirstSeen)
            .Quotes(value.Ref.Address, failure?.Message ?? "")
            .Quotes(said);
        if (CreationVerdict.Of(words, value.Metadata.Namespace, cache) is { } verdict)
        {
            symptom.Blames(verdict.Code, verdict.At ?? workload, verdict.Shared)
                .With(SymptomParameters.Reference, verdict.Reference)
                .With(SymptomParameters.Shared, CreationVerdict.SharedBy(words, value.Metadata.Namespace))
                .PointsAt(verdict.PointsAt);
        }

        yield return symptom.Build();
    }
}
