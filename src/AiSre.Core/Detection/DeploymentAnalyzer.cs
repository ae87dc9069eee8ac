using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Deployments: rollouts that do not get on, and replicas that are missing. Most often the consequence of what its pods show.</summary>
internal sealed class DeploymentAnalyzer : Analyzer<Deployment>
{
    protected override IEnumerable<Symptom> Analyze(Deployment value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null || value.Spec.Replicas == 0 || value.Status.ObservedGeneration < value.Metadata.Generation)
        {
            yield break;
        }

        var progressing = value.Status.Conditions.OfType("Progressing");
        if (progressing is { IsFalse: true, Reason: "ProgressDeadlineExceeded" } && !value.Spec.Paused)
        {
            yield return Of(SymptomReason.RolloutStalled, Severity.Error, value, progressing);
        }

        if (value.Status.Conditions.OfType("Available") is { IsFalse: true } unavailable)
        {
            yield return Of(SymptomReason.ReplicasUnavailable, SeverityOf(value, progressing, now), value, unavailable);
        }
    }

    // While a rollout is within its deadline, replicas that are not available yet are what a rollout looks like.
    private static Severity SeverityOf(Deployment value, Condition? progressing, DateTimeOffset now)
    {
        var isUnderWay = progressing is { IsTrue: true, Reason: not "NewReplicaSetAvailable" }
            && now - (progressing.LastUpdateTime ?? progressing.LastTransitionTime ?? now) < TimeSpan.FromSeconds(value.Spec.ProgressDeadlineSeconds ?? 600);
        return isUnderWay ? Severity.Info : value.Status.AvailableReplicas == 0 ? Severity.Error : Severity.Warning;
    }

    private static Symptom Of(SymptomReason reason, Severity severity, Deployment value, Condition condition) => new()
    {
        Reason = reason,
        Severity = severity,
        Object = value.Ref,
        Workload = value.Ref,
        Message = condition.Message.Length > 0 ? condition.Message : condition.Reason,
        Since = condition.LastTransitionTime,
    };
}
