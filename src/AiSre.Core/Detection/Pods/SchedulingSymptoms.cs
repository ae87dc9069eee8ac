using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods that no node takes.</summary>
internal static class SchedulingSymptoms
{
    /// <summary>An autoscaler's new node takes this long at most to take the pod that it was started for.</summary>
    private static readonly TimeSpan NodeMayTake = TimeSpan.FromMinutes(10);

    /// <summary>A kubelet, or a scheduler of whatever name, takes up a pod within seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        if (pod.Status.Phase is not ("Pending" or ""))
        {
            return [];
        }

        if (pod.Spec.NodeName.Length > 0)
        {
            return IsOnNoNode(pod, cache, now) ? [OnNoNode(pod, cache)] : [];
        }

        var condition = pod.Status.Conditions.OfType("PodScheduled");
        if (condition is { Reason: "SchedulingGated" })
        {
            return []; // Somebody holds it back on purpose: a queue, or a controller that has not come so far.
        }

        // Autoscalers speak with the scheduler's reason; the scheduler's own words name what each node lacks.
        var said = cache.EventsOf(pod).Where(one => one.Reason == "FailedScheduling")
            .OrderByDescending(one => one.Text.Contains("nodes are available", StringComparison.Ordinal)).FirstOrDefault();
        return condition is { IsFalse: true } || said is not null ? [Unschedulable(pod, condition, said, cache, now)]
            : condition is null && IsForgotten(pod, cache, now) ? [Forgotten(pod, cache)]
            : [];
    }

    private static Symptom Unschedulable(Pod pod, Condition? condition, Event? said, ObjectCache cache, DateTimeOffset now)
    {
        var words = condition?.Message is { Length: > 0 } message ? message : said?.Text ?? "";
        var workload = cache.WorkloadOf(pod);
        var symptom = new SymptomBuilder(SymptomReason.PodUnschedulable, GetsNode(pod, cache, now) || GetsVolume(words, pod, cache, now) ? Severity.Info : Severity.Error, pod, workload)
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
                .With(SymptomParameters.Shared, SharedBy(verdict, pod, cache))
                .PointsAt(verdict.PointsAt);
        }

        return symptom.Build();
    }

    // Room that is used up, a taint, labels that no node has: others lack the same. Who asks for certain nodes shares them with who asks for the same.
    private static string? SharedBy(SchedulingVerdict verdict, Pod pod, ObjectCache cache)
    {
        var pool = string.Join(',', pod.Spec.NodeSelector.Select(pair => $"{pair.Key}={pair.Value}"));
        return verdict.Code switch
        {
            _ when pod.Spec.Affinity?.NodeAffinity?.Required is not null => null,
            RootCause.InsufficientCpu or RootCause.InsufficientMemory or RootCause.InsufficientResource when verdict.Resource is { } resource && !PodRequests.IsMoreThanAnyNodeHas(pod.Spec, resource, cache.All<Node>()) => $"{resource} of nodes {pool}",
            RootCause.UntoleratedTaint when verdict.Reference is { Length: > 0 } taint => $"taint {taint} of nodes {pool}",
            RootCause.NodeSelectorMismatch when pool.Length > 0 => $"nodes {pool}",
            _ => null,
        };
    }

    // The cluster autoscaler and Karpenter say when they make a node for a pod.
    private static bool GetsNode(Pod pod, ObjectCache cache, DateTimeOffset now) => cache.EventsOf(pod)
        .FirstOrDefault(one => one.Reason is "TriggeredScaleUp" or "Nominated" or "NotTriggerScaleUp" or "FailedScaleUp") is { Reason: "TriggeredScaleUp" or "Nominated" } promised
        && now - promised.LastSeen < NodeMayTake;

    private static bool GetsVolume(string words, Pod pod, ObjectCache cache, DateTimeOffset now) =>
        SchedulingWords.UnboundClaims().IsMatch(words)
        && pod.Spec.Volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>()
            .Select(name => cache.Find<PersistentVolumeClaim>(new ObjectRef("v1", "PersistentVolumeClaim", pod.Metadata.Namespace, name)))
            .OfType<PersistentVolumeClaim>().Where(claim => claim.Status.Phase != "Bound").ToList() is { Count: > 0 } unbound
        && unbound.TrueForAll(claim => ClaimAnalyzer.IsOnItsWay(claim, cache, now));

    // Bound by name to a node that is not there: no kubelet takes it up, and nobody says so.
    private static bool IsOnNoNode(Pod pod, ObjectCache cache, DateTimeOffset now) =>
        pod.Status is { StartTime: null, ContainerStatuses.Count: 0, InitContainerStatuses.Count: 0 }
        && pod.Metadata.CreationTimestamp is { } made && now - made > Patience
        && cache.All<Node>().Count > 0
        && cache.Find<Node>(new ObjectRef("v1", "Node", null, pod.Spec.NodeName)) is null;

    private static Symptom OnNoNode(Pod pod, ObjectCache cache) =>
        new SymptomBuilder(SymptomReason.PodUnschedulable, Severity.Error, pod, cache.WorkloadOf(pod))
            .Says($"the pod is bound to node {pod.Spec.NodeName}, which does not exist")
            .Blames(RootCause.NodeSelectorMismatch, cache.WorkloadOf(pod))
            .With(SymptomParameters.Reference, pod.Spec.NodeName)
            .QuotesField("nodeName", pod.Spec.NodeName)
            .Build();

    private static bool IsForgotten(Pod pod, ObjectCache cache, DateTimeOffset now) =>
        pod.Spec.SchedulerName is not ("" or "default-scheduler")
        && pod.Metadata.CreationTimestamp is { } made && now - made > Patience
        && cache.EventsOf(pod).Count == 0;

    private static Symptom Forgotten(Pod pod, ObjectCache cache) =>
        new SymptomBuilder(SymptomReason.PodUnschedulable, Severity.Error, pod, cache.WorkloadOf(pod))
            .Says($"scheduler {pod.Spec.SchedulerName} has not looked at the pod")
            .With(SymptomParameters.Reference, pod.Spec.SchedulerName)
            .QuotesField("schedulerName", pod.Spec.SchedulerName)
            .Build();
}
