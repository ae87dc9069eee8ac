using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods whose containers are all ready, and that wait for a condition which somebody else should set.</summary>
/// <remarks>Readiness gates: pkg/kubelet/status/generate.go.</remarks>
internal static class GateSymptoms
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        if (pod.Status.Conditions.OfType("Ready") is { IsFalse: true, Reason: "ReadinessGatesNotReady" } ready
            && pod.Status.Conditions.OfType("ContainersReady") is { IsTrue: true } containers
            && now - (containers.LastTransitionTime ?? now) > Patience)
        {
            yield return new SymptomBuilder(SymptomReason.PodNotReady, Severity.Error, pod, cache.WorkloadOf(pod))
                .Says(ready.Message)
                .Since(containers.LastTransitionTime)
                .Quotes(pod.Ref.Address, ready.Message)
                .QuotesField("reason", ready.Reason)
                .Build();
        }
    }
}
