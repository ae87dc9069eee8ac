using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>From a symptom to the objects that it depends on: those whose trouble would explain it.</summary>
internal sealed class Suspects(ObjectCache cache)
{
    private readonly Dictionary<ObjectRef, List<ObjectRef>> _behind = [];

    public IEnumerable<Suspect> Of(Symptom symptom)
    {
        foreach (var named in symptom.PointsAt)
        {
            yield return new(named, CauseLink.Names);
            foreach (var behind in Behind(named))
            {
                yield return new(behind, CauseLink.Names);
            }
        }

        yield return new(symptom.Workload, CauseLink.SameWorkload);
        if (symptom.Object.Kind == "Pod" && cache.Find<Pod>(symptom.Object) is { Spec.NodeName.Length: > 0 } pod)
        {
            yield return new(new ObjectRef("v1", "Node", null, pod.Spec.NodeName), CauseLink.RunsOn);
        }

        if (symptom.Reason is SymptomReason.ReplicasUnavailable)
        {
            foreach (var node in NodesOfUnready(symptom.Workload))
            {
                yield return new(node, CauseLink.RunsOn);
            }
        }

        foreach (var suspect in symptom.Reason switch
        {
            SymptomReason.ApplicationDegraded or SymptomReason.StageUnhealthy => Parts(symptom.Object),
            _ => [],
        })
        {
            yield return new(suspect, CauseLink.StandsFor);
        }

        if (symptom.Reason is SymptomReason.ServiceWithoutEndpoints or SymptomReason.BackendMissing or SymptomReason.ReferenceMissing or SymptomReason.ContainerCannotStart
            or SymptomReason.VolumeNotMounted or SymptomReason.PodsNotCreated or SymptomReason.LogReportsFailure or SymptomReason.ApplicationDegraded)
        {
            foreach (var manager in cache.ManagersOf(symptom.Object))
            {
                yield return new(manager.Ref, CauseLink.ShouldHaveMade);
            }

            if (symptom.Reason == SymptomReason.ApplicationDegraded)
            {
                yield return new(symptom.Object, CauseLink.ShouldHaveMade);
            }
        }

        if (SharedBy(symptom) is { } shared)
        {
            yield return new(shared, CauseLink.SharesCause);
        }

        if (symptom.Fault is { Code: RootCause.DnsFailure })
        {
            foreach (var dns in ClusterDns.Objects(cache))
            {
                yield return new(dns, CauseLink.Names);
            }
        }
    }

    /// <inheritdoc cref="SharedCauses.Of"/>
    public ObjectRef? SharedBy(Symptom symptom) => SharedCauses.Of(symptom, cache);

    /// <summary>What stands behind a name: the pods of a Service and their workloads.</summary>
    private List<ObjectRef> Behind(ObjectRef named)
    {
        if (named.Kind != "Service")
        {
            return [];
        }

        if (!_behind.TryGetValue(named, out var all))
        {
            all = cache.Find<Service>(named) is not { Spec.Selector: { Count: > 0 } selector } ? []
                : [.. cache.In<Pod>(named.Namespace).Where(pod => selector.IsSubsetOf(pod.Metadata.Labels)).SelectMany(pod => new[] { pod.Ref, cache.WorkloadOf(pod) })
                    .Concat(cache.In<Deployment>(named.Namespace).Where(one => selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)).Select(one => one.Ref))
                    .Concat(cache.In<StatefulSet>(named.Namespace).Where(one => selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)).Select(one => one.Ref))
                    .Distinct()];
            _behind.Add(named, all);
        }

        return all;
    }

    private IEnumerable<ObjectRef> NodesOfUnready(ObjectRef workload) => cache.OwnedBy(workload)
        .SelectMany(owned => owned is ReplicaSet ? cache.OwnedBy(owned.Ref) : [owned])
        .OfType<Pod>()
        .Where(pod => pod.Spec.NodeName.Length > 0 && pod.Status.Conditions.OfType("Ready") is not { IsTrue: true })
        .Select(pod => new ObjectRef("v1", "Node", null, pod.Spec.NodeName))
        .Distinct();

    // An application lists what it manages itself; what that owns shows under its workload.
    private IEnumerable<ObjectRef> Parts(ObjectRef whole) =>
        cache.Find<Application>(whole) is { } application ? application.Status.Resources.Select(resource => resource.Ref).Where(part => cache.ApplicationOf(part)?.Ref == whole) : [];
}
