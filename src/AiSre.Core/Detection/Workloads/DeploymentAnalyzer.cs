using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Deployments: rollouts that do not get on, and replicas that are missing. Most often the consequence of what its pods show.</summary>
internal sealed class DeploymentAnalyzer : Analyzer<Deployment>
{
    protected override IEnumerable<Symptom> Analyze(Deployment value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        if (value.Spec.Replicas == 0)
        {
            // Worth a word only to who needs it: a Service that selects it, a client that calls it.
            yield return new SymptomBuilder(SymptomReason.ScaledToZero, Severity.Info, value)
                .Says("the Deployment asks for 0 replicas")
                .Blames(RootCause.ScaledToZero, value.Ref)
                .QuotesField("replicas", "0")
                .Since(value.Status.Conditions.OfType("Progressing")?.LastUpdateTime ?? value.Metadata.CreationTimestamp)
                .Build();
            yield break;
        }

        if (value.Status.ObservedGeneration < value.Metadata.Generation)
        {
            yield break;
        }

        var progressing = value.Status.Conditions.OfType("Progressing");
        if (progressing is { IsFalse: true, Reason: "ProgressDeadlineExceeded" } && !value.Spec.Paused)
        {
            yield return Of(SymptomReason.RolloutStalled, Severity.Error, value, progressing.Message.Length > 0 ? progressing.Message : progressing.Reason, progressing.LastTransitionTime);
        }

        if (value.Status.Conditions.OfType("ReplicaFailure") is { IsTrue: true } failure)
        {
            var symptom = new SymptomBuilder(SymptomReason.PodsNotCreated, Severity.Error, value).Says(failure.Message).Quotes(value.Ref.Address, failure.Message).Since(failure.LastTransitionTime);
            if (CreationVerdict.Of(failure.Message, value.Metadata.Namespace, cache) is { } verdict)
            {
                symptom.Blames(verdict.Code, verdict.At ?? value.Ref, verdict.Shared).With(SymptomParameters.Reference, verdict.Reference).With(SymptomParameters.Shared, CreationVerdict.SharedBy(failure.Message, value.Metadata.Namespace)).PointsAt(verdict.PointsAt);
            }

            yield return symptom.Build();
        }

        if (value.Status.Conditions.OfType("Available") is { IsFalse: true } unavailable)
        {
            yield return Of(SymptomReason.ReplicasUnavailable, SeverityOf(value, progressing, now), value, unavailable.Message.Length > 0 ? unavailable.Message : unavailable.Reason, unavailable.LastTransitionTime);
        }
        else if (value.Status.Conditions.Count == 0 && value.Status.ObservedGeneration == 0 && value.Status.AvailableReplicas < value.Spec.Replicas && HasStatus(value))
        {
            // A status without conditions comes from files that keep only the counts.
            yield return Of(SymptomReason.ReplicasUnavailable, Severity.Error, value, $"{value.Status.AvailableReplicas} of {value.Spec.Replicas} replicas are available", null);
        }
    }

    private static bool HasStatus(Deployment value) => value.Status.Replicas > 0 || value.Status.UnavailableReplicas > 0;

    // While a rollout is within its deadline, replicas that are not available yet are what a rollout looks like.
    private static Severity SeverityOf(Deployment value, Condition? progressing, DateTimeOffset now)
    {
        var isUnderWay = progressing is { IsTrue: true, Reason: not "NewReplicaSetAvailable" }
            && now - (progressing.LastUpdateTime ?? progressing.LastTransitionTime ?? now) < TimeSpan.FromSeconds(value.Spec.ProgressDeadlineSeconds ?? 600);
        return isUnderWay ? Severity.Info : value.Status.AvailableReplicas == 0 ? Severity.Error : Severity.Warning;
    }

    private static Symptom Of(SymptomReason reason, Severity severity, Deployment value, string message, DateTimeOffset? since)
    {
        var symptom = new SymptomBuilder(reason, severity, value).Says(message).Since(since).Quotes(value.Ref.Address, message);
        return (reason == SymptomReason.RolloutStalled ? symptom.Blames(RootCause.RolloutStalled, value.Ref) : symptom).Build();
    }
}
