using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods that no node takes.</summary>
internal static class SchedulingSymptoms
{
    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache)
    {
        if (pod.Spec.NodeName.Length > 0 || pod.Status.Phase is not ("Pending" or ""))
        {
            yield break;
        }

        var condition = pod.Status.Conditions.OfType("PodScheduled");
        var said = cache.EventsOf(pod).FirstOrDefault(one => one.Reason == "FailedScheduling");
        if (condition is not { IsFalse: true, Reason: not "SchedulingGated" } && said is null)
        {
            yield break;
        }

        var words = condition?.Message is { Length: > 0 } message ? message : said?.Text ?? "";
        var workload = cache.WorkloadOf(pod);
        var symptom = new SymptomBuilder(SymptomReason.PodUnschedulable, Severity.Error, pod, workload)
            .Says(words.Length > 0 ? words : "the scheduler found no node for the pod")
            .Since(condition?.LastTransitionTime)
            .Quotes(pod.Ref.Address, condition?.Message ?? "")
            .Quotes(said)
            .Quotes(cache.EventsOf(pod).FirstOrDefault(one => one.Reason is "NotTriggerScaleUp" or "FailedScaleUp"))
            .QuotesField("phase", pod.Status.Phase);
        if (SchedulingVerdict.Of(words, pod, cache) is { } verdict)
        {
            symptom.Blames(verdict.Code, verdict.At ?? workload, verdict.Shared)
                .With(SymptomParameters.Resource, verdict.Resource)
                .With(SymptomParameters.Reference, verdict.Reference)
                .PointsAt(verdict.PointsAt);
        }

        yield return symptom.Build();
    }
}
