using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Services: a selector that matches no pod, pods that are not ready, a port that the pods do not open, a load balancer that nobody makes.</summary>
internal sealed class ServiceAnalyzer : Analyzer<Service>
{
    private static readonly TimeSpan StartMayTake = TimeSpan.FromMinutes(5);

    /// <summary>How long a failed attempt of a controller counts; it tries again sooner than that.</summary>
    private static readonly TimeSpan Recently = TimeSpan.FromHours(1);

    protected override IEnumerable<Symptom> Analyze(Service value, ObjectCache cache, DateTimeOffset now) =>
        value.Metadata.DeletionTimestamp is not null ? [] : [.. Endpoints(value, cache, now), .. Said(value, cache, now)];

    internal static bool IsReady(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status.Conditions.OfType("Ready") is { IsTrue: true };

    private static IEnumerable<Symptom> Endpoints(Service value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Spec.Type == "ExternalName" || value.Spec.Selector.Count == 0
            || cache.Find<Endpoints>(new ObjectRef("v1", "Endpoints", value.Metadata.Namespace, value.Metadata.Name))?.Metadata.Annotations[KeptAnnotations.LeaderElection] is not null)
        {
            return [];
        }

        var pods = cache.In<Pod>(value.Metadata.Namespace).Where(pod => value.Spec.Selector.IsSubsetOf(pod.Metadata.Labels)).ToList();
        var endpoints = ServiceEndpoints.Of(value, cache);
        return endpoints.Ready > 0 || pods.Any(IsReady) ? ServicePorts.Mismatches(value, [.. pods.Where(IsReady)])
            : pods.Count > 0 ? value.Spec.PublishNotReadyAddresses ? [] : [NotReady(value, pods, endpoints, cache, now)]
            : endpoints.IsKnown || cache.IsListed(ObjectKinds.Pod) || cache.In<Pod>(value.Metadata.Namespace).Count > 0 ? [NoPods(value, endpoints, cache)]
            : [];
    }

    private static Symptom NotReady(Service value, List<Pod> pods, ServiceEndpoints endpoints, ObjectCache cache, DateTimeOffset now)
    {
        var youngest = pods.Max(pod => pod.Metadata.CreationTimestamp);
        var isYoung = youngest is { } at && now - at < StartMayTake;
        var isDone = pods.TrueForAll(pod => pod.Status.Phase == "Succeeded" || pod.Metadata.DeletionTimestamp is not null);
        return new SymptomBuilder(SymptomReason.ServiceWithoutEndpoints, isYoung || isDone ? Severity.Info : Severity.Error, value)
            .Says($"none of the {(pods.Count == 1 ? "one pod" : $"{pods.Count} pods")} that the Service selects is ready")
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

        // Scaled to zero on purpose; or an operator's Service for a role that no pod has at the moment, such as that of a replica.
        var isWanted = (workloads.Count > 0 && workloads.TrueForAll(IsEmpty)) || (workloads.Count == 0 && value.Metadata.OwnerReferences.Count > 0);
        return new SymptomBuilder(SymptomReason.ServiceWithoutEndpoints, isWanted ? Severity.Info : Severity.Error, value)
            .Says($"no pod has the labels that the Service selects ({string.Join(", ", value.Spec.Selector.Select(pair => $"{pair.Key}={pair.Value}"))})")
            .Blames(workloads.Count > 0 ? RootCause.ServiceBackendsNotReady : RootCause.ServiceSelectorMismatch, value.Ref)
            .With(SymptomParameters.Reference, string.Join(",", value.Spec.Selector.Select(pair => $"{pair.Key}={pair.Value}")))
            .QuotesField(first.Key, first.Value)
            .Quotes(endpoints.Address ?? "", endpoints.Quote)
            .PointsAt(workloads.Select(workload => workload.Ref))
            .Build();
    }

    private static bool IsEmpty(KubeObject workload) => workload is Deployment { Spec.Replicas: 0 } or StatefulSet { Spec.Replicas: 0 } or DaemonSet { Status.DesiredNumberScheduled: 0 };

    // A workload whose pods would be selected if it had any.
    private static IEnumerable<KubeObject> WorkloadsFor(Service value, ObjectCache cache)
    {
        var space = value.Metadata.Namespace;
        return cache.In<Deployment>(space).Where(one => value.Spec.Selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)).AsEnumerable<KubeObject>()
            .Concat(cache.In<StatefulSet>(space).Where(one => value.Spec.Selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)))
            .Concat(cache.In<DaemonSet>(space).Where(one => value.Spec.Selector.IsSubsetOf(one.Spec.Template.Metadata.Labels)));
    }

    // Cloud controllers say it in an event, and leave the address open.
    private static IEnumerable<Symptom> Said(Service value, ObjectCache cache, DateTimeOffset now) => cache.EventsOf(value)
        .Where(said => said.Type == "Warning" && now - (said.LastSeen ?? now) < Recently
            && said.Reason is "SyncLoadBalancerFailed" or "CreatingLoadBalancerFailed" or "UpdateLoadBalancerFailed" or "FailedToUpdateEndpointSlices" or "FailedToUpdateEndpoint"
                or "AllocationFailed" or "FailedBuildModel" or "FailedDeployModel"
            && (value.Spec.Type != "LoadBalancer" || value.Status.LoadBalancer.Ingress.Count == 0))
        .Take(1)
        .Select(said => new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value).Says(said.Text).Since(said.FirstSeen).Quotes(said).Build());
}
