using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods that are being deleted and do not go.</summary>
internal static class TerminatingSymptoms
{
    /// <summary>Beyond the grace period that <c>deletionTimestamp</c> already contains.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        var node = pod.Spec.NodeName.Length > 0 ? new ObjectRef("v1", "Node", null, pod.Spec.NodeName) : null;
        var isLost = node is not null && cache.Find<Node>(node)?.Status.Conditions.OfType("Ready") is { IsTrue: false };
        if (pod.Metadata.DeletionTimestamp is not { } due || (now - due < Patience && !isLost))
        {
            yield break;
        }

        var symptom = new SymptomBuilder(SymptomReason.PodStuckTerminating, Severity.Warning, pod, cache.WorkloadOf(pod))
            .Says($"the pod should have been gone since {due:yyyy-MM-dd HH:mm:ss}Z")
            .Since(due)
            .PointsAt(node is null ? [] : [node])
            .Quotes(cache.EventsOf(pod).FirstOrDefault(said => said.Reason is "NodeNotReady" or "FailedKillPod" or "TaintManagerEviction"))
            .QuotesField("nodeName", pod.Spec.NodeName);
        yield return symptom.Build();
    }
}
