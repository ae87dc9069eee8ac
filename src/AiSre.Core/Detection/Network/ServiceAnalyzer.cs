using System.Globalization;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Services: a selector that matches no pod, pods that are not ready, a port that the pods do not open.</summary>
internal sealed class ServiceAnalyzer : Analyzer<Service>
{
    private static readonly TimeSpan StartMayTake = TimeSpan.FromMinutes(5);

    protected override IEnumerable<Symptom> Analyze(Service value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null || value.Spec.Type == "ExternalName" || value.Spec.Selector.Count == 0
            || cache.Find<Endpoints>(new ObjectRef("v1", "Endpoints", value.Metadata.Namespace, value.Metadata.Name))?.Metadata.Annotations[KeptAnnotations.LeaderElection] is not null)
        {
            yield break;
        }

        var pods = cache.In<Pod>(value.Metadata.Namespace).Where(pod => value.Spec.Selector.IsSubsetOf(pod.Metadata.Labels)).ToList();
        var endpoints = ServiceEndpoints.Of(value, cache);
        if (endpoints.Ready > 0 || pods.Any(IsReady))
        {
            // A port need not be declared: where others of the Service lead somewhere, one that leads to none declared is worth a word only.
            var mismatches = value.Spec.Ports.Select(port => Mismatch(value, port, pods)).OfType<Symptom>().ToList();
            foreach (var symptom in mismatches)
            {
                yield return mismatches.Count < value.Spec.Ports.Count && symptom.Severity == Severity.Warning ? symptom with { Severity = Severity.Info } : symptom;
            }

            yield break;
        }

        if (pods.Count > 0)
        {
            yield return NotReady(value, pods, endpoints, cache, now);
        }
        else if (endpoints.IsKnown || cache.IsListed(ObjectKinds.Pod) || cache.In<Pod>(value.Metadata.Namespace).Count > 0)
        {
            yield return NoPods(value, endpoints, cache);
        }

        foreach (var said in cache.EventsOf(value).Where(said => said.Type == "Warning" && said.Reason is "SyncLoadBalancerFailed" or "FailedToUpdateEndpointSlices" && now - (said.LastSeen ?? now) < TimeSpan.FromHours(1)).Take(1))
        {
            yield return new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value).Says(said.Text).Since(said.FirstSeen).Quotes(said).Build();
        }
    }

    internal static bool IsReady(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status.Conditions.OfType("Ready") is { IsTrue: true };

    private static Symptom NotReady(Service value, List<Pod> pods, ServiceEndpoints endpoints, ObjectCache cache, DateTimeOffset now)
    {
        var youngest = pods.Max(pod => pod.Metadata.CreationTimestamp);
        var isYoung = youngest is { } at && now - at < StartMayTake;
        var isDone = pods.TrueForAll(pod => pod.Status.Phase == "Succeeded");
        return new SymptomBuilder(SymptomReason.ServiceWithoutEndpoints, isYoung || isDone ? Severity.Info : Severity.Error, value)
            .Says($"{(pods.Count == 1 ? "the one pod" : $"none of the {pods.Count} pods")} that the Service selects is {(pods.Count == 1 ? "not ready" : "ready")}")
            .Blames(RootCause.ServiceBackendsNotReady, value.Ref)
            .Quotes(endpoints.Address ?? "", endpoints.Quote)
            .QuotesField(value.Spec.Selector.First().Key, value.Spec.Selector.First().Value)
            .PointsAt(pods.Select(pod => pod.Ref).Concat(pods.Select(pod => cache.WorkloadOf(pod))))
            .Since(youngest)
            .Build();
    }

    private static Symptom NoPods(Service value, ServiceEndpoints endpoints, ObjectCache cache)
    {
        var first = value.Spec.Selector.First();
        var workloads = WorkloadsFor(value, cache).ToList();
        var isEmpty = workloads.Count > 0;
        var symptom = new SymptomBuilder(SymptomReason.ServiceWithoutEndpoints, isEmpty && workloads.TrueForAll(one => cache.Find(one) is Deployment { Spec.Replicas: 0 } or StatefulSet { Spec.Replicas: 0 }) ? Severity.Info : Severity.Error, value)
            .Says($"no pod has the labels that the Service selects ({string.Join(", ", value.Spec.Selector.Select(pair => $"{pair.Key}={pair.Value}"))})")
            .Blames(isEmpty ? RootCause.ServiceBackendsNotReady : RootCause.ServiceSelectorMismatch, value.Ref)
            .With(SymptomParameters.Reference, string.Join(",", value.Spec.Selector.Select(pair => $"{pair.Key}={pair.Value}")))
            .QuotesField(first.Key, first.Value)
            .Quotes(endpoints.Address ?? "", endpoints.Quote)
            .PointsAt(workloads);
        return symptom.Build();
    }

    // A workload whose pods would be selected if it had any.
    private static IEnumerable<ObjectRef> WorkloadsFor(Service value, ObjectCache cache)
    {
        var space = value.Metadata.Namespace;
        return cache.In<Deployment>(space).Where(one => value.Spec.Selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)).Select(one => one.Ref)
            .Concat(cache.In<StatefulSet>(space).Where(one => value.Spec.Selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)).Select(one => one.Ref))
            .Concat(cache.In<DaemonSet>(space).Where(one => value.Spec.Selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)).Select(one => one.Ref));
    }

    private static Symptom? Mismatch(Service value, ServicePort port, List<Pod> pods)
    {
        var target = port.TargetPort.Length > 0 ? port.TargetPort : ProbeSymptoms.Number(port.Port);
        var opened = pods.Where(IsReady).Select(pod => pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(one => one.RestartPolicy == "Always")).SelectMany(container => container.Ports).ToList()).ToList();
        if (opened.Count == 0)
        {
            return null;
        }

        var isNumber = int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number);

        // A named port that nobody has sends nowhere. A number need not be declared; but where pods declare others and not this one, it is suspect.
        var isMissing = isNumber
            ? opened.TrueForAll(ports => ports.Count > 0 && ports.TrueForAll(open => open.Number != number))
            : opened.TrueForAll(ports => ports.TrueForAll(open => open.Name != target));
        return !isMissing ? null : new SymptomBuilder(SymptomReason.ServicePortMismatch, isNumber ? Severity.Warning : Severity.Error, value)
            .Says($"port {port.Port} of the Service goes to {(isNumber ? "port" : "the port named")} {target}, which its pods do not open{(opened[0].Count > 0 ? $" (they open {string.Join(", ", opened[0].Select(open => open.Number).Distinct())})" : "")}")
            .Blames(RootCause.ServicePortMismatch, value.Ref)
            .With(SymptomParameters.Target, target)
            .With(SymptomParameters.Port, target)
            .QuotesField("targetPort", target)
            .Quotes(pods.Find(IsReady)!.Ref.Address, opened[0].Count > 0 ? $"containerPort: {opened[0][0].Number}" : "")
            .Build();
    }
}
