using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>DaemonSets: nodes without their pod.</summary>
internal sealed class DaemonSetAnalyzer : Analyzer<DaemonSet>
{
    private static readonly TimeSpan RolloutMayTake = TimeSpan.FromMinutes(10);

    protected override IEnumerable<Symptom> Analyze(DaemonSet value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        foreach (var symptom in CreationSymptoms.Of(value, value.Status.Conditions, value.Status.CurrentNumberScheduled < value.Status.DesiredNumberScheduled, cache, now))
        {
            yield return symptom;
        }

        foreach (var name in MissingPullSecrets(value, cache))
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Info, value)
                .Says($"imagePullSecrets names Secret {name}, which does not exist")
                .Blames(RootCause.MissingSecret, new ObjectRef("v1", "Secret", value.Metadata.Namespace, name))
                .With(SymptomParameters.Target, name)
                .With(SymptomParameters.Reference, name)
                .QuotesField("name", name)
                .Build();
        }

        if (value.Status.NumberUnavailable > 0 || value.Status.NumberReady < value.Status.DesiredNumberScheduled)
        {
            // A rollout takes one pod away after the other: between two, the last sign of life is the controller's word.
            var youngest = cache.OwnedBy(value.Ref).OfType<Pod>().Select(pod => pod.Metadata.CreationTimestamp)
                .Concat(cache.EventsOf(value).Where(said => said.Reason is "SuccessfulDelete" or "SuccessfulCreate").Select(said => said.LastSeen)).Max();
            var isBehind = value.Status.ObservedGeneration < value.Metadata.Generation;
            yield return new SymptomBuilder(SymptomReason.ReplicasUnavailable, isBehind || (youngest is { } at && now - at < RolloutMayTake) ? Severity.Info : Severity.Warning, value)
                .Says($"{value.Status.NumberReady} of {value.Status.DesiredNumberScheduled} nodes have a ready pod")
                .PointsAt(value.Status.CurrentNumberScheduled < value.Status.DesiredNumberScheduled ? QuotaAnalyzer.Of(value.Metadata.Namespace, cache) : [])
                .QuotesField("numberReady", ProbeSymptoms.Number(value.Status.NumberReady))
                .QuotesField("desiredNumberScheduled", ProbeSymptoms.Number(value.Status.DesiredNumberScheduled))
                .Build();
        }
    }

    // Secrets are not read from clusters; that files hold none of that name is worth a word.
    private static IEnumerable<string> MissingPullSecrets(DaemonSet value, ObjectCache cache) =>
        cache.IsListed(ObjectKinds.Pod)
            ? []
            : value.Spec.Template.Spec.ImagePullSecrets.Select(reference => reference.Name)
                .Where(name => name.Length > 0 && cache.Find<Secret>(new ObjectRef("v1", "Secret", value.Metadata.Namespace, name)) is null);
}
