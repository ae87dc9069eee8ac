using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>StatefulSets: the Service that names their pods, the class of their claims, and replicas that are missing.</summary>
internal sealed class StatefulSetAnalyzer : Analyzer<StatefulSet>
{
    private static readonly TimeSpan RolloutMayTake = TimeSpan.FromMinutes(10);

    protected override IEnumerable<Symptom> Analyze(StatefulSet value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            return [];
        }

        return
        [
            .. ServiceOf(value, cache),
            .. ClassesOf(value, cache),
            .. CreationSymptoms.Of(value, value.Status.Conditions, value.Status.Replicas < (value.Spec.Replicas ?? 1), cache, now),
            .. ReplicasOf(value, cache, now),
        ];
    }

    private static IEnumerable<Symptom> ServiceOf(StatefulSet value, ObjectCache cache)
    {
        if (value.Spec.ServiceName.Length == 0)
        {
            yield break;
        }

        var service = new ObjectRef("v1", "Service", value.Metadata.Namespace, value.Spec.ServiceName);
        if (cache.Find<Service>(service) is null && (cache.IsListed(ObjectKinds.Service) || !Excerpt.LacksServices(cache, value)))
        {
            // Where only files tell, pods that are all ready speak for a Service that was left out.
            var isWell = !cache.IsListed(ObjectKinds.Service) && value.Status.ReadyReplicas > 0 && value.Status.ReadyReplicas >= (value.Spec.Replicas ?? 1);
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, isWell ? Severity.Info : Severity.Warning, value)
                .Says($"serviceName names Service {value.Spec.ServiceName}, which does not exist")
                .Blames(RootCause.StatefulSetServiceMissing, value.Ref, service)
                .With(SymptomParameters.Target, value.Spec.ServiceName)
                .With(SymptomParameters.Reference, value.Spec.ServiceName)
                .QuotesField("serviceName", value.Spec.ServiceName)
                .Build();
        }
    }

    private static IEnumerable<Symptom> ClassesOf(StatefulSet value, ObjectCache cache)
    {
        foreach (var name in value.Spec.VolumeClaimTemplates.Select(template => template.Spec.StorageClassName).OfType<string>().Where(name => name.Length > 0).Distinct())
        {
            var storage = new ObjectRef("storage.k8s.io/v1", "StorageClass", null, name);
            var isHere = cache.Find<StorageClass>(storage) is not null;
            if (!isHere && (cache.IsListed(ObjectKinds.StorageClass) || cache.All<StorageClass>().Count > 0 || value.Status.ReadyReplicas == 0))
            {
                yield return new SymptomBuilder(SymptomReason.ReferenceMissing, value.Status.ReadyReplicas >= (value.Spec.Replicas ?? 1) ? Severity.Info : Severity.Warning, value)
                    .Says($"a volume claim template names StorageClass {name}, which does not exist")
                    .Blames(RootCause.StorageClassNotFound, value.Ref, storage)
                    .With(SymptomParameters.Target, name)
                    .With(SymptomParameters.Reference, name)
                    .QuotesField("storageClassName", name)
                    .Build();
            }
        }
    }

    private static IEnumerable<Symptom> ReplicasOf(StatefulSet value, ObjectCache cache, DateTimeOffset now)
    {
        var wanted = value.Spec.Replicas ?? 1;
        if (wanted == 0)
        {
            yield return new SymptomBuilder(SymptomReason.ScaledToZero, Severity.Info, value)
                .Says("the StatefulSet asks for 0 replicas").Blames(RootCause.ScaledToZero, value.Ref).QuotesField("replicas", "0").Build();
        }
        else if (value.Status.ReadyReplicas < wanted && value.Status.ObservedGeneration >= value.Metadata.Generation)
        {
            // Its pods start one after the other: that one is young is what a start looks like.
            var youngest = cache.OwnedBy(value.Ref).OfType<Pod>().Select(pod => pod.Metadata.CreationTimestamp).Max() ?? value.Metadata.CreationTimestamp;
            var severity = youngest is { } at && now - at < RolloutMayTake ? Severity.Info : value.Status.ReadyReplicas == 0 ? Severity.Error : Severity.Warning;
            yield return new SymptomBuilder(SymptomReason.ReplicasUnavailable, severity, value)
                .Says($"{value.Status.ReadyReplicas} of {wanted} replicas are ready")
                .PointsAt(value.Status.Replicas < wanted && value.Status.Replicas == value.Status.ReadyReplicas ? QuotaAnalyzer.Of(value.Metadata.Namespace, cache) : [])
                .QuotesField("readyReplicas", ProbeSymptoms.Number(value.Status.ReadyReplicas))
                .QuotesField("replicas", ProbeSymptoms.Number(wanted))
                .Build();
        }
    }
}
