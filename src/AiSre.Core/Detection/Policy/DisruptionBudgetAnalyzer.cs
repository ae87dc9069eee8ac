using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>PodDisruptionBudgets that select nothing, or allow nothing although all pods are well.</summary>
internal sealed class DisruptionBudgetAnalyzer : Analyzer<PodDisruptionBudget>
{
    protected override IEnumerable<Symptom> Analyze(PodDisruptionBudget value, ObjectCache cache, DateTimeOffset now)
    {
        var condition = value.Status.Conditions.OfType("DisruptionAllowed");
        var isBlocked = condition is { IsFalse: true } || (condition is null && value.Status is { ExpectedPods: > 0, DisruptionsAllowed: 0 });
        var isIdle = value.Status.ExpectedPods == 0 && condition is not null;
        if (!isBlocked && !isIdle)
        {
            yield break;
        }

        // That nobody may be evicted hurts when somebody has to be: a drain that waits.
        var drains = cache.All<Node>().Where(node => node.Spec.Unschedulable).Select(node => node.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var isWaitedFor = drains.Count > 0 && cache.In<Pod>(value.Metadata.Namespace).Any(pod => drains.Contains(pod.Spec.NodeName) && Labels.Selects(value.Spec.Selector, pod.Metadata.Labels) && ServiceAnalyzer.IsReady(pod));
        yield return new SymptomBuilder(SymptomReason.DisruptionsBlocked, isWaitedFor && isBlocked && value.Status.CurrentHealthy >= value.Status.ExpectedPods ? Severity.Warning : Severity.Info, value)
            .Says(isIdle ? "the budget selects no pod" : condition?.Message is { Length: > 0 } message ? message : $"the budget allows no disruption: {value.Status.CurrentHealthy} of {value.Status.ExpectedPods} pods are healthy and {value.Status.DesiredHealthy} must be")
            .Blames(RootCause.DisruptionBudgetBlocks, value.Ref)
            .Since(condition?.LastTransitionTime)
            .QuotesField("disruptionsAllowed", ProbeSymptoms.Number(value.Status.DisruptionsAllowed))
            .QuotesField("reason", condition?.Reason ?? "")
            .PointsAt(cache.In<Pod>(value.Metadata.Namespace).Where(pod => Labels.Selects(value.Spec.Selector, pod.Metadata.Labels)).Select(pod => pod.Ref))
            .Build();
    }
}
